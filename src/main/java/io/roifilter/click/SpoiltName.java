package io.roifilter.click;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds the roi_data of a link in which not even the name of the parameter is as it was: {@code &amp;roi_data=},
 * {@code ROI_DATA=}, {@code roi%5Fdata=}, {@code ?a=1?roi_data=}. What gives it away is the hash at its end, a long row of
 * hexadecimal digits. A parameter of another address that stands in this one, such as the page to go to after a login, is none
 * of this one's.
 */
final class SpoiltName {
    private static final int HASH_DIGITS = 32;

    /** What stands before a hash, as it is. */
    private static final String BEFORE_HASH = "-:";

    /** How many such rows are looked at, and from how many places before each. */
    private static final int MAX_HASHES = 2;

    private static final int MAX_BEGINNINGS = 16;

    private SpoiltName() {}

    /** Allocates nothing if there is no such row: this runs on every request of the shop. */
    static Optional<String> valueOf(String name, String query) {
        int hash = query == null ? -1 : nextHash(query, 0);
        for (int hashes = 0; hash >= 0 && hashes < MAX_HASHES; hashes++) {
            for (int beginning : beginnings(query, hash)) {
                Optional<String> found = Mending.ofParameter(name, query.substring(beginning));
                if (found.isPresent()) {
                    return found;
                }
            }
            hash = nextHash(query, hash + HASH_DIGITS);
        }
        return Optional.empty();
    }

    /** Where parameters begin before a hash, the outermost first. */
    private static Deque<Integer> beginnings(String query, int hash) {
        Deque<Integer> beginnings = new ArrayDeque<>();
        int earliest = Math.max(0, hash - Mending.MAX_TEXT / 2);
        for (int at = hash; at >= earliest && beginnings.size() < MAX_BEGINNINGS; at--) {
            if (at == 0 || query.charAt(at - 1) == '&') {
                beginnings.addFirst(at);
            }
        }
        return beginnings;
    }

    /** A row so long covers every place that is a multiple of its length: only those are looked at. */
    private static int nextHash(String query, int from) {
        for (int at = from + HASH_DIGITS - 1; at < query.length(); at += HASH_DIGITS) {
            if (isOfHash(query.charAt(at))) {
                int begin = at;
                while (begin > from && isOfHash(query.charAt(begin - 1))) {
                    begin--;
                }
                int end = at + 1;
                while (end < query.length() && isOfHash(query.charAt(end))) {
                    end++;
                }
                if (end - begin >= HASH_DIGITS && mayBeHash(query, begin, end)) {
                    return begin;
                }
                at = Math.max(at, end - HASH_DIGITS);
            }
        }
        return -1;
    }

    /** Digits, and the escapes of what may have got in between. */
    private static boolean isOfHash(char c) {
        return c >= '0' && c <= '9'
                || c >= 'a' && c <= 'f'
                || c >= 'A' && c <= 'F'
                || c == '%'
                || c == '+'
                || c == '&'
                || c == '#'
                || c == ';';
    }

    /** Not a random number, nor a word in other letters than those of ASCII. */
    private static boolean mayBeHash(String query, int begin, int end) {
        int semicolon = query.indexOf(';', begin);
        if (begin > 0 && BEFORE_HASH.indexOf(query.charAt(begin - 1)) >= 0 || semicolon >= 0 && semicolon < end) {
            return true;
        }
        for (int at = query.indexOf('%', begin); at >= 0 && at + 2 < end; at = query.indexOf('%', at + 1)) {
            if (isOfValue(query.charAt(at + 1), query.charAt(at + 2))) {
                return true;
            }
        }
        return false;
    }

    /** The escape of a colon, a hyphen, a percent sign, a semicolon, or of what begins as dashes and full-width letters do. */
    private static boolean isOfValue(char first, char second) {
        char upperCase = Character.toUpperCase(second);
        return first == '3' && (upperCase == 'A' || upperCase == 'B')
                || first == '2' && (upperCase == 'D' || upperCase == '5')
                || (first == 'E' || first == 'e') && (upperCase == '2' || upperCase == 'F');
    }
}
