package io.roifilter.page;

import java.util.Set;

/** The names that a call depends on. */
final class Names {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAMES = 200;

    private Names() {}

    static void of(Findings.Call call, Set<String> names) {
        call.arguments().forEach(argument -> collect(argument, names, 0));
        for (Guard guard = call.guard(); guard != null; guard = guard.outer()) {
            if (guard.condition() != null) {
                collect(guard.condition(), names, 0);
            } else if (guard.reach().name() != null && names.size() < MAX_NAMES) {
                names.add(guard.reach().name());
            }
        }
    }

    /** Whether it is a name as most are, and none of another script. */
    static boolean isPlain(String name) {
        return name.matches("[A-Za-z0-9_$]{1,60}");
    }

    private static void collect(Value value, Set<String> names, int depth) {
        if (depth > MAX_DEPTH || names.size() >= MAX_NAMES) {
            return;
        }
        if (value instanceof Value.Named named) {
            int point = named.path().indexOf('.');
            names.add(point < 0 ? named.path() : named.path().substring(0, point));
        } else if (value instanceof Value.Fields fields) {
            fields.fields().values().forEach(field -> collect(field, names, depth + 1));
        } else if (value instanceof Value.Items items) {
            items.items().forEach(item -> collect(item, names, depth + 1));
        } else {
            operands(value, names, depth + 1);
        }
    }

    private static void operands(Value value, Set<String> names, int depth) {
        if (value instanceof Value.Sum sum) {
            collect(sum.left(), names, depth);
            collect(sum.right(), names, depth);
        } else if (value instanceof Value.Applied applied) {
            collect(applied.to(), names, depth);
        } else if (value instanceof Value.Not not) {
            collect(not.of(), names, depth);
        } else if (value instanceof Value.Same same) {
            collect(same.left(), names, depth);
            collect(same.right(), names, depth);
        }
    }
}
