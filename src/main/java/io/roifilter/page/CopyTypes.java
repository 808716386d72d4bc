package io.roifilter.page;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which answers are worth a copy, and what their content types say of them. */
final class CopyTypes {
    private static final Pattern TEXT = Pattern.compile("text/(?!event-stream$|css$|calendar$|csv$|vcard$).*"
            + "|application/(?:.*[+.-])?(?:json|xml)|application/(?:x-)?javascript");
    private static final Pattern MARKUP = Pattern.compile("text/html|(?:text|application)/(?:.*\\+)?xml");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*[\"']?([^\\s;\"']+)");

    private CopyTypes() {}

    /** Whether it can be a page, or data of one. An answer without a type is: browsers look at it, too. */
    static boolean isText(String contentType) {
        String type = type(contentType);
        return type.isEmpty() || TEXT.matcher(type).matches();
    }

    static boolean isJson(String contentType) {
        return type(contentType).endsWith("json");
    }

    static boolean isMarkup(String contentType) {
        String type = type(contentType);
        return type.isEmpty() || MARKUP.matcher(type).matches();
    }

    /** A file to be kept, whatever its type. */
    static boolean isDownload(String contentDisposition) {
        return contentDisposition != null
                && contentDisposition.strip().toLowerCase(Locale.ROOT).startsWith("attachment");
    }

    static Optional<String> charset(String contentType) {
        Matcher charset = CHARSET.matcher(contentType == null ? "" : contentType);
        return charset.find() ? Optional.of(charset.group(1)) : Optional.empty();
    }

    /** Without parameters; empty if there is none. */
    private static String type(String contentType) {
        return contentType == null
                ? ""
                : contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }
}
