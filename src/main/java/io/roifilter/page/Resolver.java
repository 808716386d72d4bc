package io.roifilter.page;

import io.roifilter.page.Findings.Assignment;
import java.util.List;
import java.util.function.Predicate;

/**
 * Says what a {@link Value} amounts to: a literal, or a name that is assigned once, to a literal, at top level and before.
 * All else is unknown. And whether code is never run, as far as that can be told in the same way.
 */
final class Resolver {
    /** For what is gathered from all over the page, member by member: {@code AWIN.Tracking.Sale.amount = …}. */
    static final int ANYWHERE = Integer.MAX_VALUE;

    private static final int AT_END = ANYWHERE - 1;
    private static final int MAX_DEPTH = 6;
    /** What is assigned to more often has no value that could be told. */
    private static final int MAX_ASSIGNMENTS = 8;

    private final Findings findings;
    private final Predicate<String> isCalledFromOutside;
    private final Work work;
    private int depth;

    /** @param isCalledFromOutside whether something else than the page's scripts calls a function of this name */
    Resolver(Findings findings, Predicate<String> isCalledFromOutside, Work work) {
        this.findings = findings;
        this.isCalledFromOutside = isCalledFromOutside;
        this.work = work;
    }

    /** Text, a number, true or false, nothing, an object, an array, or unknown. */
    Value resolve(Value value, int position) {
        if (depth >= MAX_DEPTH || !work.spend(1)) {
            return Value.UNKNOWN;
        }
        depth++;
        try {
            return resolved(value, position);
        } finally {
            depth--;
        }
    }

    /** What is at this path of members and indexes; nothing if there is no such. */
    Value at(Value root, String path, int position) {
        if (root instanceof Value.Named named) {
            return lookup(named.path() + "." + path, position);
        }
        Value value = resolve(root, position);
        for (String name : path.split("\\.")) {
            value = resolve(member(value, name), position);
        }
        return value;
    }

    /** Whether this code is never run. */
    boolean isDead(Guard innermost) {
        for (Guard guard = innermost; guard != null && work.spend(1); guard = guard.outer()) {
            String name = guard.reach() == null ? null : guard.reach().name();
            if (name != null && !findings.isMentioned(name) && !isCalledFromOutside.test(name)) {
                return true;
            }
            if (guard.condition() != null && isKnown(guard.condition(), !guard.wanted())) {
                return true;
            }
        }
        return false;
    }

    private Value resolved(Value value, int position) {
        if (value instanceof Value.Named named) {
            return lookup(named.path(), position);
        }
        if (value instanceof Value.Assigned assigned) {
            return resolve(assigned.value(), position);
        }
        if (value instanceof Value.Sum sum) {
            return Literal.sum(resolve(sum.left(), position), resolve(sum.right(), position));
        }
        if (value instanceof Value.Applied applied) {
            return Literal.applied(
                    applied.function(), resolve(applied.to(), position), resolve(applied.argument(), position));
        }
        if (value instanceof Value.Member member) {
            return resolve(member(resolve(member.of(), position), member.name()), position);
        }
        if (value instanceof Value.Code || value instanceof Value.Either || value instanceof Value.Both) {
            return Value.UNKNOWN;
        }
        return value instanceof Value.Not || value instanceof Value.Same ? condition(value) : value;
    }

    private Value lookup(String path, int position) {
        boolean isGathered = position == ANYWHERE;
        int point = path.indexOf('.');
        if (!isGathered && findings.isBound(point < 0 ? path : path.substring(0, point))) {
            return Value.UNKNOWN;
        }
        Value found = null;
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
            String prefix = path.substring(0, end);
            List<Assignment> assignments = findings.assignments(prefix);
            if (assignments.size() > MAX_ASSIGNMENTS) {
                return Value.UNKNOWN;
            }
            for (Assignment assignment : assignments) {
                Value part = isDead(assignment.guard()) ? null : part(assignment, prefix, path, position);
                if (part != null && found != null || part != null && !isGathered && !isEarlier(assignment, position)) {
                    return Value.UNKNOWN;
                }
                found = part == null ? found : part;
            }
        }
        return found != null ? found : isGathered ? Value.NOTHING : Value.UNKNOWN;
    }

    private static boolean isEarlier(Assignment assignment, int position) {
        return assignment.isOnce() && assignment.position() < position;
    }

    /** What this assignment to a name makes of the whole path; null if it says nothing of it. */
    private Value part(Assignment assignment, String prefix, String path, int position) {
        Value assigned = withoutDefault(assignment.value(), prefix);
        int at = position == ANYWHERE ? ANYWHERE : assignment.position();
        Value value = assigned == null ? null : resolve(assigned, at);
        if (value == null || path.length() == prefix.length()) {
            return value;
        }
        for (String name : path.substring(prefix.length() + 1).split("\\.")) {
            if (value instanceof Value.Unknown) {
                return position == ANYWHERE ? null : value;
            }
            value = member(value, name);
            if (value instanceof Value.Nothing) {
                return null;
            }
            value = resolve(value, at);
        }
        return value;
    }

    /** Null for {@code x = x || {}}, which says nothing; of {@code x = x || {a: 1}} what is behind it. */
    private static Value withoutDefault(Value value, String path) {
        Value last = value;
        while (last instanceof Value.Assigned assigned) {
            last = assigned.value();
        }
        if (last instanceof Value.Either either && path.equals(Value.pathOf(either.left()))) {
            last = either.right();
            boolean isEmpty = last instanceof Value.Fields fields
                            && fields.fields().isEmpty()
                    || last instanceof Value.Items items && items.items().isEmpty();
            return isEmpty ? null : last;
        }
        return last;
    }

    private static Value member(Value of, String name) {
        if (of instanceof Value.Fields fields) {
            return fields.fields().getOrDefault(name, Value.NOTHING);
        }
        if (of instanceof Value.Items items && name.matches("\\d{1,4}")) {
            int index = Integer.parseInt(name);
            return index < items.items().size() ? items.items().get(index) : Value.NOTHING;
        }
        return of instanceof Value.Unknown ? of : Value.NOTHING;
    }

    private boolean isKnown(Value value, boolean wanted) {
        return condition(value) instanceof Value.Truth truth && truth.isTrue() == wanted;
    }

    /** True, false or unknown. */
    private Value condition(Value value) {
        if (depth >= MAX_DEPTH) {
            return Value.UNKNOWN;
        }
        depth++;
        try {
            if (value instanceof Value.Not not) {
                return condition(not.of()) instanceof Value.Truth truth
                        ? new Value.Truth(!truth.isTrue())
                        : Value.UNKNOWN;
            }
            if (value instanceof Value.Both both) {
                return joined(both.left(), both.right(), false);
            }
            if (value instanceof Value.Either either) {
                return joined(either.left(), either.right(), true);
            }
            if (value instanceof Value.Same same) {
                return Literal.same(resolve(same.left(), AT_END), resolve(same.right(), AT_END), same.wanted());
            }
            return Literal.truth(resolve(value, AT_END));
        } finally {
            depth--;
        }
    }

    /** Of two conditions, where one that has this outcome decides. */
    private Value joined(Value left, Value right, boolean deciding) {
        Value decided = new Value.Truth(deciding);
        if (isKnown(left, deciding) || isKnown(right, deciding)) {
            return decided;
        }
        return isKnown(left, !deciding) && isKnown(right, !deciding) ? new Value.Truth(!deciding) : Value.UNKNOWN;
    }
}
