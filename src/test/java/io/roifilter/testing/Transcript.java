package io.roifilter.testing;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A visitor's way through a shop: each answer with status, headers and body, but without its date, our cookie and what that
 * means for caches, so that it can be compared with the same way through the same shop where it is not tracked. What differs between two runs is
 * written the same: session ids, and what it is told to replace.
 */
public final class Transcript {
    private static final String SESSION = "JSESSIONID=";

    private final List<String> answers = new ArrayList<>();
    private final Map<String, String> replacements = new LinkedHashMap<>();

    /** From now on, something else is written for a text, such as the server's address. */
    public Transcript replacing(String text, String replacement) {
        replacements.put(text, replacement);
        return this;
    }

    public void add(String request, int status, HttpHeaders headers, String body) {
        headers.allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(SESSION))
                .forEach(cookie -> replacing(cookie.substring(SESSION.length()).split(";", 2)[0], "session"));
        String answer = request + "\n" + status + " " + theirs(headers) + "\n" + body;
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            answer = answer.replace(replacement.getKey(), replacement.getValue());
        }
        answers.add(answer);
    }

    @Override
    public String toString() {
        return String.join("\n", answers);
    }

    private static Map<String, List<String>> theirs(HttpHeaders headers) {
        Map<String, List<String>> theirs = new TreeMap<>(headers.map());
        theirs.remove("date");
        // With our cookie comes a word to caches, where the shop has none.
        if (headers.allValues("set-cookie").stream().anyMatch(cookie -> cookie.startsWith("roi_data="))) {
            theirs.remove("cache-control", List.of("private"));
        }
        theirs.computeIfPresent("set-cookie", (name, cookies) -> {
            List<String> others = cookies.stream()
                    .filter(cookie -> !cookie.startsWith("roi_data="))
                    .toList();
            return others.isEmpty() ? null : others;
        });
        return theirs;
    }
}
