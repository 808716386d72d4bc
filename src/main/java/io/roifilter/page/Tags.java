package io.roifilter.page;

import io.roifilter.page.Findings.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds in what scripts do the {@linkplain Sighting places} where an order may be stated. */
final class Tags {
    private static final int MAX_SIGHTINGS = 1_000;
    private static final String PUSH = ".push";
    private static final String DATA_LAYER = "dataLayer";

    /** Each that is a function may be a queue as well. */
    private static final Set<String> QUEUES = Conventions.ALL.stream()
            .filter(convention -> convention.kind() == Sighting.Kind.COMMAND)
            .map(Convention::name)
            .collect(Collectors.toSet());

    private static final Set<String> FUNCTIONS =
            QUEUES.stream().map(Tags::lastPart).collect(Collectors.toSet());

    private final Findings findings;
    private final Resolver resolver;
    private final List<Sighting> sightings = new ArrayList<>();

    Tags(Findings findings, Resolver resolver) {
        this.findings = findings;
        this.resolver = resolver;
    }

    /** Whether a call of this may state something. */
    static boolean isOfInterest(String callee) {
        String name = lastPart(callee);
        return name.equals("push")
                ? isQueue(lastPart(receiver(callee)))
                : FUNCTIONS.contains(Conventions.OTHER_NAMES.getOrDefault(name, name));
    }

    List<Sighting> find() {
        for (Call call : findings.calls()) {
            if (!resolver.isDead(call.guard())) {
                called(call);
            }
        }
        for (Convention convention : Conventions.ALL) {
            if (convention.kind() == Sighting.Kind.OBJECT && findings.isAssigned(convention.name())) {
                Value object = new Value.Named(convention.name());
                sightings.add(new Sighting(convention.kind(), convention.name(), object, 0));
            }
        }
        findings.assignedPaths(path -> isQueue(lastPart(path))).forEach(this::assigned);
        joinEvents();
        return sightings;
    }

    /** What was pushed without an event is there still when an event comes that has nothing of its own. */
    private void joinEvents() {
        Value order = Value.NOTHING;
        for (Sighting sighting : List.copyOf(sightings)) {
            Stated entry = new Stated(resolver, sighting);
            String event = entry.textAt("0.event");
            if (!sighting.name().equals(DATA_LAYER)) {
                continue;
            }
            if (isThere(sighting, "ecommerce")) {
                order = event.isEmpty() ? entry.at("0.ecommerce") : Value.NOTHING;
            } else if (order instanceof Value.Fields && Events.isPurchase(event)) {
                Value joined = new Value.Fields(Map.of("event", new Value.Text(event), "ecommerce", order));
                command(DATA_LAYER, List.of(joined), sighting.position());
            }
        }
    }

    /** Also as null, which is how shops clear what was there before. */
    private static boolean isThere(Sighting sighting, String field) {
        return sighting.root() instanceof Value.Items items
                && !items.items().isEmpty()
                && items.items().get(0) instanceof Value.Fields fields
                && fields.fields().containsKey(field);
    }

    private void called(Call call) {
        String callee = call.callee();
        if (!callee.endsWith(PUSH)) {
            command(callee, call.arguments(), call.position());
            return;
        }
        String queue = queue(receiver(callee));
        Value first =
                call.arguments().isEmpty() ? Value.NOTHING : call.arguments().get(0);
        if (resolver.resolve(first, call.position()) instanceof Value.Text) {
            command(queue, call.arguments(), call.position());
        } else {
            call.arguments().forEach(entry -> entry(queue, entry, call.position()));
        }
    }

    /** A queue that is there from the beginning: {@code dataLayer = [{…}]}. */
    private void assigned(String path) {
        for (Findings.Assignment assignment : findings.assignments(path)) {
            Value value = assignment.value();
            while (value instanceof Value.Assigned assigned) {
                value = assigned.value();
            }
            if (value instanceof Value.Either either) {
                value = either.right();
            }
            if (value instanceof Value.Items items && !resolver.isDead(assignment.guard())) {
                items.items().forEach(entry -> entry(queue(path), entry, assignment.position()));
            }
        }
    }

    private void entry(String queue, Value entry, int position) {
        Value value = resolver.resolve(entry, position);
        if (value instanceof Value.Items items) {
            command(queue, items.items(), position);
        } else if (value instanceof Value.Fields) {
            command(queue, List.of(value), position);
        }
    }

    private void command(String callee, List<Value> arguments, int position) {
        if (sightings.size() < MAX_SIGHTINGS) {
            String name = Conventions.OTHER_NAMES.getOrDefault(callee, callee);
            sightings.add(new Sighting(Sighting.Kind.COMMAND, name, new Value.Items(arguments), position));
        }
    }

    /** What is said of the currency of all commands of a function, if it is one. */
    static Optional<String> currencyBeside(String function, List<Sighting> sightings, Resolver resolver) {
        Set<String> found = new HashSet<>();
        for (Sighting sighting : sightings) {
            if (sighting.kind() == Sighting.Kind.COMMAND
                    && lastPart(sighting.name()).equals(function)) {
                Stated stated = new Stated(resolver, sighting);
                Conventions.CURRENCIES.stream()
                        .filter(beside -> beside.function().equals(function) && stated.beginsWith(beside.words()))
                        .flatMap(beside -> StatedAmount.currency(stated.at(beside.path())).stream())
                        .forEach(found::add);
            }
        }
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    private static boolean isQueue(String name) {
        return QUEUES.contains(Conventions.OTHER_NAMES.getOrDefault(name, name)) || isDataLayer(name);
    }

    /** Shops give the queue of Tag Manager names of their own, such as {@code gtmDataLayer}. */
    private static String queue(String path) {
        return isDataLayer(lastPart(path)) ? DATA_LAYER : path;
    }

    private static boolean isDataLayer(String name) {
        return name.toLowerCase(Locale.ROOT).contains("datalayer");
    }

    private static String receiver(String callee) {
        int point = callee.lastIndexOf('.');
        return point < 0 ? "" : callee.substring(0, point);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
