package io.roifilter.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Which names a web application has anywhere in its files: in classes, pages, scripts and libraries. A name that is nowhere
 * is one that nothing in it is called by. The files with our own settings do not count, nor does our own jar.
 */
public final class ApplicationText {
    /** Of one file: more is no page and no class. */
    private static final int MAX_FILE = 4 << 20;

    /** Of all: of what is larger nothing is said. */
    private static final long MAX_ALL = 1L << 30;

    private static final Set<String> PICTURES =
            Set.of("png", "jpg", "jpeg", "gif", "ico", "webp", "woff", "woff2", "ttf", "eot", "mp4", "pdf", "gz");

    private static final Set<String> JSPS = Set.of("jsp", "jspf", "jspx", "tag", "tagf", "tagx");

    /** What sets a variable, which belongs to the page alone if no other scope is named. */
    private static final Pattern PAGES_OWN = Pattern.compile(
            "<(?:c:set|c:forEach|fmt:\\w+|jsp:useBean)\\s(?![^>]*\\bscope\\s*=\\s*[\"'](?!page))[^>]*?\\b(?:var|id)\\s*=\\s*[\"'](\\w+)[\"']");

    private final Set<String> inPages = new HashSet<>();
    private final Set<String> pagesOwn = new HashSet<>();
    private final Map<String, Pattern> missing = new HashMap<>();
    private final Set<String> files = new HashSet<>();
    private long bytes;
    private boolean anyText;

    private ApplicationText(Set<String> words) {
        words.stream().filter(word -> word.length() > 1).forEach(word -> missing.put(word, pattern(word)));
    }

    /**
     * Looks through a WAR, or the directory that one was unpacked into.
     *
     * @param words names, such as that of an attribute or a property, or a part of an address
     * @throws IOException if it cannot be read
     */
    public static ApplicationText of(Path application, Set<String> words) throws IOException {
        ApplicationText text = new ApplicationText(words);
        if (!Files.isDirectory(application)) {
            try (ZipInputStream war = new ZipInputStream(Files.newInputStream(application))) {
                text.readWar(war);
            }
            return text;
        }
        List<Path> found;
        try (Stream<Path> walk = Files.walk(application)) {
            found = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : found) {
            try (InputStream in = Files.newInputStream(file)) {
                String name = application.relativize(file).toString().replace('\\', '/');
                text.files.add("/" + name);
                text.read(name, in);
            }
        }
        return text;
    }

    /** Whether nothing was found in all of it, so that it may be told; not if there is nothing to look at, or too much. */
    public boolean isMissing(String word) {
        return anyText && bytes < MAX_ALL && missing.containsKey(word) && !inPages.contains(word);
    }

    /** Whether it is a variable that JSPs set for themselves, and nothing else in all of it is called so. */
    public boolean isPagesOwn(String word) {
        return missing.containsKey(word) && pagesOwn.contains(word);
    }

    /** Whether there is such a file, by its path from the application on. */
    public boolean hasFile(String path) {
        return files.contains(path);
    }

    private void readWar(ZipInputStream war) throws IOException {
        for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
            if (!entry.isDirectory()) {
                files.add("/" + entry.getName());
                read(entry.getName(), war);
            }
        }
    }

    private void read(String name, InputStream in) throws IOException {
        if (name.startsWith("WEB-INF/lib/") && name.endsWith(".jar")) {
            readJar(new ZipInputStream(in));
        } else if (!name.equals(WebXml.WEB_XML) && !WebXml.SERVERS.contains(name)) {
            look(name, in);
        }
    }

    /** Not closed, as it is a part of another. */
    private void readJar(ZipInputStream jar) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            if (!entry.isDirectory() && !entry.getName().startsWith("io/roifilter/")) {
                look(entry.getName(), jar);
            }
        }
    }

    private void look(String name, InputStream in) throws IOException {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (missing.isEmpty() || bytes >= MAX_ALL || PICTURES.contains(extension) || name.startsWith("META-INF/")) {
            return;
        }
        byte[] content = in.readNBytes(MAX_FILE);
        bytes += content.length;
        anyText = true;
        String text = name + '\n' + new String(content, StandardCharsets.ISO_8859_1);
        if (JSPS.contains(extension)) {
            missing.forEach((word, pattern) -> {
                if (isIn(text, word, pattern)) {
                    inPages.add(word);
                }
            });
            PAGES_OWN.matcher(text).results().forEach(set -> pagesOwn.add(set.group(1)));
        } else {
            missing.entrySet().removeIf(word -> isIn(text, word.getKey(), word.getValue()));
        }
    }

    private static boolean isIn(String text, String word, Pattern pattern) {
        return text.contains(word.substring(1)) && pattern.matcher(text).find();
    }

    /** The word by itself, or as getters have it. In a class file a name stands between bytes that are no letters. */
    private static Pattern pattern(String word) {
        String capital = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        return Pattern.compile(Stream.of(Pattern.quote(word), "(?:get|is|has)?" + Pattern.quote(capital))
                .collect(Collectors.joining("|", "(?<![A-Za-z0-9_])(?:", ")(?![A-Za-z0-9_])")));
    }
}
