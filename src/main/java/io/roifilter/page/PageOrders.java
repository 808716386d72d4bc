package io.roifilter.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads which order a page states by {@linkplain Conventions convention}: by what its scripts would tell services of
 * analytics and advertising, by schema.org, by addresses of images. Evaluates nothing, and takes for code only what a
 * browser would run, so that no text that a customer typed becomes an order. Bounded, whatever the page is. Thread-safe.
 */
public final class PageOrders {
    private static final Set<String> CALLBACKS = Conventions.ALL.stream()
            .flatMap(convention -> convention.callbacks().stream())
            .collect(Collectors.toSet());

    private PageOrders() {}

    /** @param page the whole answer, or its beginning: of a part from the middle it cannot be told what is code */
    public static PageOrder inHtml(String page) {
        return inHtml(page, new Work(Work.MAX_STEPS));
    }

    /** The answer is JSON, which states an order only as schema.org does. */
    public static PageOrder inJson(String page) {
        Work work = new Work(Work.MAX_STEPS);
        Scripts scripts = new Scripts(page, work);
        List<Sighting> sightings = new ArrayList<>();
        SchemaOrg.items(scripts.json(0, page.length()), "Order")
                .forEach(item -> sightings.add(new Sighting(Sighting.Kind.JSON_ITEM, "Order", item, 0)));
        return verdict(scripts, new Resolver(scripts.findings(), name -> false, work), sightings);
    }

    static PageOrder inHtml(String page, Work work) {
        Elements elements = new Elements(page, work);
        new MarkupScanner(page, elements, work).scan();
        elements.scripts.readWhatIsNamed();
        Predicate<String> isCalledFromOutside =
                name -> CALLBACKS.contains(name) || name.startsWith("on") || elements.isNamed(name);
        Resolver resolver = new Resolver(elements.scripts.findings(), isCalledFromOutside, work);
        List<Sighting> sightings = new ArrayList<>(elements.sightings);
        SchemaOrg.items(new Value.Items(elements.microdata.items()), "Order")
                .forEach(item -> sightings.add(new Sighting(Sighting.Kind.MARKUP_ITEM, "Order", item, 0)));
        sightings.addAll(new Tags(elements.scripts.findings(), resolver).find());
        return verdict(elements.scripts, resolver, sightings);
    }

    private static PageOrder verdict(Scripts scripts, Resolver resolver, List<Sighting> sightings) {
        Evidence evidence = new Evidence(resolver, sightings);
        if (scripts.tooLong() > 0) {
            evidence.warn("scripts that may state an order are too long to be read: " + scripts.tooLong());
        }
        return Verdict.of(evidence.statements(), evidence.warnings());
    }

    /** What of the markup matters. */
    private static final class Elements implements MarkupScanner.Handler {
        private static final Set<String> CODE = Set.of("", "text/javascript", "application/javascript", "module");
        private static final String JSON_LD = "application/ld+json";
        private static final int MAX_SIGHTINGS = 1_000;

        private final Scripts scripts;
        private final Microdata microdata;
        private final List<Sighting> sightings = new ArrayList<>();
        /** What may call functions: addresses of scripts, and what is done when the page is there. */
        private final StringBuilder callers = new StringBuilder();

        Elements(String page, Work work) {
            scripts = new Scripts(page, work);
            microdata = new Microdata(page);
        }

        boolean isNamed(String function) {
            return callers.indexOf(function) >= 0;
        }

        @Override
        public void startTag(Tag tag, boolean holdsMarkup) {
            microdata.startTag(tag, holdsMarkup);
            if (tag.is("img") || tag.is("iframe")) {
                add(Address.read(tag.attribute("src")));
            } else if (tag.is("body") && tag.has("onload")) {
                callers.append(tag.attribute("onload")).append('\n');
            }
        }

        @Override
        public void endTag(Tag tag) {
            microdata.endTag(tag);
        }

        @Override
        public void text(int from, int to) {
            microdata.text(from, to);
        }

        @Override
        public void script(Tag tag, int from, int to) {
            String type = type(tag);
            if (tag.has("src")) {
                callers.append(tag.attribute("src")).append('\n');
            } else if (type.startsWith(JSON_LD)) {
                SchemaOrg.items(scripts.json(from, to), "Order")
                        .forEach(item -> add(new Sighting(Sighting.Kind.JSON_ITEM, "Order", item, from)));
            } else if (CODE.contains(type) && !tag.has("nomodule")) {
                scripts.add(from, to, type.equals("module"));
            }
        }

        private void add(Sighting sighting) {
            if (sighting != null && sightings.size() < MAX_SIGHTINGS) {
                sightings.add(sighting);
            }
        }

        private static String type(Tag tag) {
            String type = tag.attribute("type");
            if (type != null) {
                return type.strip().toLowerCase(Locale.ROOT);
            }
            String language = tag.attribute("language");
            boolean isJavaScript = language == null
                    || language.isBlank()
                    || language.strip().toLowerCase(Locale.ROOT).startsWith("javascript");
            return isJavaScript ? "" : "text/" + language;
        }
    }
}
