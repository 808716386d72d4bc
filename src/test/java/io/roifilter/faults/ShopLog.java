package io.roifilter.faults;

import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.UnstoredLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has written to its log. */
record ShopLog(Path file) {
    private static final Pattern UNSTORED = Pattern.compile(Outbox.UNSTORED + " \\{.*?\"order_id\":\"(order-\\d+)\"");

    /** The orders that are in it, whole. */
    Set<String> unstored() {
        return ids(text());
    }

    /** The same with those in files of their own beside the outbox's. */
    Set<String> unstored(Path outbox) {
        Set<String> ids = unstored();
        UnstoredLines.in(outbox).forEach(line -> ids.addAll(ids(line)));
        return ids;
    }

    private static Set<String> ids(String text) {
        Set<String> ids = new TreeSet<>();
        Matcher matcher = UNSTORED.matcher(text);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
