package io.roifilter.admin;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What came of the last buttons pressed, for the page that the browser is sent to after each. Thread-safe. */
public final class Notices {
    private static final int MAX = 50;

    private final SecureRandom random = new SecureRandom();

    private final Map<String, Desk.Answer> last = new LinkedHashMap<>() { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Desk.Answer> eldest) {
                    return size() > MAX;
                }
            };

    /** Keeps it for a while, under a name that nobody guesses. */
    public synchronized String keep(Desk.Answer answer) {
        String name = Long.toHexString(random.nextLong());
        last.put(name, answer);
        return name;
    }

    /** @param name may be null */
    public synchronized Optional<Desk.Answer> find(String name) {
        return Optional.ofNullable(last.get(name));
    }
}
