package io.roifilter.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What the scripts of a page do, gathered while they are parsed: calls, assignments, and which names are used. */
final class Findings {
    /** Far more than a page has of those that matter. */
    private static final int MAX_CALLS = 1_000;

    /** Of which functions calls are of interest. */
    private final Predicate<String> wanted;

    private final List<Call> calls = new ArrayList<>();
    private final Map<String, List<Assignment>> assignments = new HashMap<>();
    private final Map<String, Integer> mentions = new HashMap<>();
    private final Set<String> bound = new HashSet<>();
    private List<String> recent = new ArrayList<>();

    /**
     * A call, of whatever is interesting.
     *
     * @param position in the page
     */
    record Call(String callee, List<Value> arguments, Guard guard, int position) {}

    /**
     * A value for a name or a member.
     *
     * @param isOnce whether it stands at top level, where it is done once
     */
    record Assignment(Value value, Guard guard, int position, boolean isOnce) {}

    Findings(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    List<Call> calls() {
        return calls;
    }

    /** All that are assigned to this path. */
    List<Assignment> assignments(String path) {
        return assignments.getOrDefault(path, List.of());
    }

    /** Whether anything is assigned to it, to a part of it, or to what it is a part of. */
    boolean isAssigned(String path) {
        return assignments.keySet().stream()
                .anyMatch(key -> (key + ".").startsWith(path + ".") || (path + ".").startsWith(key + "."));
    }

    List<String> assignedPaths(Predicate<String> wanted) {
        return assignments.keySet().stream().filter(wanted).sorted().toList();
    }

    /** Whether it is also something that no assignment gives: a function, a part of something. */
    boolean isBound(String name) {
        return bound.contains(name);
    }

    boolean isMentioned(String name) {
        return mentions.getOrDefault(name, 0) > 0;
    }

    void call(String callee, List<Value> arguments, Cursor cursor, int position) {
        if (wanted.test(callee) && calls.size() < MAX_CALLS) {
            calls.add(new Call(callee, List.copyOf(arguments), cursor.guard(), position));
        }
    }

    void assign(String path, Value value, Cursor cursor, int position) {
        if (value instanceof Value.Code code) {
            code.reach().named(path.substring(path.lastIndexOf('.') + 1));
        }
        assignments
                .computeIfAbsent(path, key -> new ArrayList<>(1))
                .add(new Assignment(value, cursor.guard(), position, cursor.isTopLevel()));
    }

    void mention(String name) {
        mentions.merge(name, 1, Integer::sum);
        recent.add(name);
    }

    /** What was mentioned last only stood there to be assigned to. */
    void forgetMention(String name) {
        mentions.computeIfPresent(name, (key, count) -> count - 1);
    }

    /** How many names have been mentioned. */
    int mentioned() {
        return recent.size();
    }

    List<String> mentionedSince(int mentioned) {
        return List.copyOf(recent.subList(mentioned, recent.size()));
    }

    /** They are what no assignment gives: of the function around, or of the page. */
    void bind(Collection<String> names, Cursor cursor) {
        if (cursor.reach() != null) {
            cursor.reach().bind(names);
        } else {
            bound.addAll(names);
        }
    }

    /** At the end of a script. */
    void endOfScript() {
        recent = new ArrayList<>();
    }
}
