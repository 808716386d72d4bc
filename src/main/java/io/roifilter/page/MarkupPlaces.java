package io.roifilter.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Finds where something stands in a page, and by which selectors it can be found there again: by ids, names of data attributes
 * and classes, never by position.
 */
final class MarkupPlaces {
    /** So many elements are looked at, and so many places given. */
    private static final int MAX_ELEMENTS = 20_000;

    private static final int MAX_PLACES = 12;

    /** What a longer text has in it is not the text's value. */
    private static final int MAX_TEXT = 120;

    private static final int MAX_ANCESTORS = 6;

    /** A name that people gave, with no number in it that may be the order's, or of a program that numbers its elements. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z](?:[A-Za-z_-]|\\d(?!\\d)){0,60}");

    private final Document document;

    MarkupPlaces(Document document) {
        this.document = document;
    }

    /** Those whose whole text is wanted, the surest selector first. */
    List<PagePlace> of(Predicate<String> wanted) {
        List<PagePlace> places = new ArrayList<>();
        int looked = 0;
        for (Element element : document.getAllElements()) {
            if (++looked > MAX_ELEMENTS || places.size() >= MAX_PLACES) {
                break;
            }
            if (hasShortText(element) && wanted.test(element.text())) {
                selector(element).ifPresent(found -> places.add(found.place("", element.text())));
            }
            for (Attribute attribute : element.attributes()) {
                if (isData(attribute, element) && wanted.test(attribute.getValue())) {
                    ofAttribute(element, attribute, places);
                }
            }
        }
        return places.stream().sorted(Comparator.comparingInt(PagePlace::rank)).toList();
    }

    private record Found(String selector, int rank) {
        PagePlace place(String attribute, String text) {
            return new PagePlace(selector, attribute, text.strip(), rank);
        }
    }

    private void ofAttribute(Element element, Attribute attribute, List<PagePlace> places) {
        String byName = "[" + attribute.getKey() + "]";
        if (isDataName(attribute.getKey()) && isFirst(byName, element)) {
            places.add(new Found(byName, 1).place(attribute.getKey(), attribute.getValue()));
        } else {
            selector(element).ifPresent(found -> places.add(found.place(attribute.getKey(), attribute.getValue())));
        }
    }

    /** Whether it says a value to programs. */
    private static boolean isData(Attribute attribute, Element element) {
        String name = attribute.getKey();
        return name.startsWith("data-")
                || name.equals("content")
                || name.equals("value")
                || name.equals("datetime") && element.normalName().equals("time");
    }

    /** Looked at without making the text of a whole page out of it, again and again. */
    private static boolean hasShortText(Element element) {
        int length = 0;
        for (Element child : element.children()) {
            length += child.ownText().length();
            if (child.childrenSize() > 8) {
                return false;
            }
        }
        return length + element.ownText().length() <= MAX_TEXT
                && element.childrenSize() <= 4
                && !element.normalName().equals("script")
                && !element.normalName().equals("style");
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Not of the programs that make pages, which name by what changes with each release. */
    private static boolean isDataName(String name) {
        return name.startsWith("data-")
                && !name.startsWith("data-v-")
                && !name.startsWith("data-react")
                && isName(name);
    }

    private Optional<Found> selector(Element element) {
        return Stream.concat(own(element), below(element))
                .filter(found -> isFirst(found.selector(), element))
                .findFirst();
    }

    private static Stream<Found> own(Element element) {
        Stream<Found> id = isName(element.id()) ? Stream.of(new Found("#" + element.id(), 0)) : Stream.of();
        Stream<Found> data = element.attributes().asList().stream()
                .map(Attribute::getKey)
                .filter(name -> isDataName(name) || name.equals("itemprop") && isName(element.attr(name)))
                .map(name -> name.equals("itemprop")
                        ? new Found("[itemprop=" + element.attr(name) + "]", 1)
                        : new Found("[" + name + "]", 1));
        Stream<Found> classes = element.classNames().stream()
                .filter(MarkupPlaces::isName)
                .flatMap(name -> Stream.of(new Found("." + name, 2), new Found(element.normalName() + "." + name, 2)));
        Stream<Found> named = element.hasAttr("name") && isName(element.attr("name"))
                ? Stream.of(new Found(element.normalName() + "[name=" + element.attr("name") + "]", 1))
                : Stream.of();
        return Stream.of(id, data, named, classes).flatMap(found -> found);
    }

    /** By a name of something around it, and what kind of element it is therein. */
    private static Stream<Found> below(Element element) {
        List<Found> found = new ArrayList<>();
        Element around = element.parent();
        for (int i = 0; i < MAX_ANCESTORS && around != null; i++) {
            List<Found> outer = own(around).toList();
            List<String> inner = Stream.concat(own(element).map(Found::selector), Stream.of(element.normalName()))
                    .toList();
            for (Found part : outer) {
                inner.forEach(name -> found.add(new Found(part.selector() + " " + name, 3)));
            }
            around = around.parent();
        }
        return found.stream();
    }

    /** Whether it is what a selector finds first, and all that it finds: of several the next page may have another first. */
    private boolean isFirst(String selector, Element element) {
        try {
            List<Element> all = document.select(selector);
            return all.size() == 1 && all.get(0) == element;
        } catch (RuntimeException e) {
            return false; // a name that cannot stand in a selector
        }
    }
}
