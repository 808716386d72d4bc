package io.roifilter.admin;

import io.roifilter.config.ApplicationText;
import io.roifilter.config.Resolution;
import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import io.roifilter.config.WebXml;
import io.roifilter.expression.ElNames;
import io.roifilter.expression.Expression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the names in expressions, and the address of the page that confirms an order, are to be found in the application's
 * files at all. Whether a page has the value, only an order shows.
 */
final class CheckNames {
    private static final List<Setting<Expression>> EXPRESSIONS = List.of(
            Settings.ORDER_ID,
            Settings.AMOUNT,
            Settings.CURRENCY,
            Settings.PURCHASE_DATE,
            Settings.WHEN,
            Settings.CONSENT,
            Settings.ROI_DATA);

    private static final Pattern INNER = Pattern.compile("[$#]\\{([^}]*)}");
    /** Texts, and what functions are called. */
    private static final Pattern NO_NAME = Pattern.compile("'[^']*'|\"[^\"]*\"|[A-Za-z]\\w*:[A-Za-z]\\w*(?=\\()");

    private static final Pattern CHAIN =
            Pattern.compile("(?<![A-Za-z0-9_])[A-Za-z_][A-Za-z0-9_]*(?:\\s*\\.\\s*[A-Za-z_][A-Za-z0-9_]*)*\\s*\\(?");

    private static final Set<String> SCOPES =
            Set.of("param", "paramValues", "requestScope", "sessionScope", "applicationScope");

    /** Further on there may be properties of classes that are not the application's. */
    private static final int MAX_NAMES = 2;

    private final DoctorReport report;

    CheckNames(DoctorReport report) {
        this.report = report;
    }

    /** @param patterns on which orders are read, each with the setting by which it was given */
    void check(Path application, WebXml files, Resolution settings, Map<String, String> patterns) {
        Map<String, Set<String>> names = new LinkedHashMap<>(); // by what is to be said of them
        EXPRESSIONS.forEach(setting -> settings.value(setting)
                .ifPresent(expression -> names.put(setting.name() + " = " + expression, names(expression.toString()))));
        Set<String> words = new LinkedHashSet<>();
        names.values().forEach(words::addAll);
        patterns.keySet().stream()
                .map(CheckNames::lastPart)
                .filter(CheckNames::isWord)
                .forEach(words::add);
        try {
            ApplicationText text = ApplicationText.of(application, words);
            names.forEach((expression, used) -> used.stream()
                    .filter(text::isMissing)
                    .forEach(name ->
                            report.wrong(expression + ": nothing in " + application.getFileName() + " is called " + name
                                    + ": take the name that the page which confirms an order uses itself")));
            names.forEach((expression, used) -> used.stream()
                    .filter(text::isPagesOwn)
                    .forEach(name -> report.wrong(expression + ": " + name
                            + " is a variable that a JSP sets for itself (c:set, jsp:useBean or a loop, without a scope),"
                            + " and is gone with the page: read what it shows, such as ${page.text('#order-number')}, or"
                            + " give it scope=\"request\"")));
            patterns.forEach((pattern, setting) -> checkPattern(pattern, setting, files, text, application));
        } catch (IOException e) {
            report.skipped("names could not be looked up in " + application + ": " + e.getMessage());
        }
    }

    private void checkPattern(String pattern, String setting, WebXml files, ApplicationText text, Path application) {
        String last = lastPart(pattern);
        if (isWord(last)
                && text.isMissing(last)
                && !text.hasFile(pattern)
                && files.servletPatterns().stream().noneMatch(servlet -> serves(servlet, pattern))) {
            String context = CheckCookie.context(application);
            report.wrong(setting + ": nothing in " + application.getFileName() + " has the address " + pattern
                    + ", neither a file nor a servlet, and " + last
                    + " is in no class or page: compare it with the address"
                    + " of the page that confirms an order, as a browser shows it, from behind the application's own path"
                    + (context.isEmpty() ? "" : ", such as " + context + ",") + " on");
        }
    }

    private static boolean serves(String servlet, String pattern) {
        return servlet.equals(pattern)
                || servlet.length() > 2 && servlet.endsWith("/*") && pattern.startsWith(servlet.replace("/*", "/"));
    }

    /** Such as {@code thanks} of {@code /shop/thanks.html} and of {@code /thanks/*}; a JSP with its extension. */
    private static String lastPart(String pattern) {
        String path = pattern.replaceFirst("/\\*$", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.endsWith(".jsp") ? last : last.replaceFirst("\\.[A-Za-z]+$", "");
    }

    private static boolean isWord(String text) {
        return text.matches("[A-Za-z0-9_.-]+");
    }

    private static Set<String> names(String expression) {
        Set<String> names = new LinkedHashSet<>();
        Matcher inner = INNER.matcher(NO_NAME.matcher(expression).replaceAll("''")); // a brace in a text ends nothing
        while (inner.find()) {
            Matcher chain = CHAIN.matcher(inner.group(1));
            while (chain.find()) {
                names.addAll(ofChain(chain.group()));
            }
        }
        return names;
    }

    private static List<String> ofChain(String chain) {
        List<String> parts = List.of(chain.replaceAll("[\\s(]", "").split("\\."));
        List<String> named = chain.endsWith("(") ? parts.subList(0, parts.size() - 1) : parts; // without the method
        if (named.size() > 1 && named.get(0).equals("before")) {
            return ofChain(chain.substring(chain.indexOf('.') + 1)); // with the names that there are without it
        }
        if (named.isEmpty() || isForeign(named.get(0))) {
            return List.of();
        }
        int first = SCOPES.contains(named.get(0)) ? 1 : 0;
        return named.subList(first, Math.min(named.size(), first + MAX_NAMES));
    }

    /** What it has is the container's, or in headers and cookies. */
    private static boolean isForeign(String name) {
        return ElNames.isReserved(name)
                || ElNames.isImplicit(name) && !SCOPES.contains(name)
                || name.equals("pageContext");
    }
}
