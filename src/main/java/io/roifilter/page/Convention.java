package io.roifilter.page;

import io.roifilter.page.Stated.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** One way in which pages state an order: what it is recognized by, and where its values are. Not changed once listed. */
final class Convention {
    /** What the amount is, the most trusted first. */
    enum Basis {
        /** All that is paid, with tax and shipping. */
        PAID,
        /** Differs by shop. */
        EITHER,
        /** Without tax and shipping, by the documentation. */
        NET,
        /** Whatever the advertiser counts as a value. */
        LOOSE
    }

    private final String label;
    private final Basis basis;
    private Sighting.Kind kind;
    private String name = "";
    private List<String> words = List.of();
    private List<String> callbacks = List.of();
    private final List<String> triggers = new ArrayList<>();
    private Predicate<Stated> condition = stated -> true;
    private boolean supportsOthers;
    private Part id = Stated.nothing();
    private Part amount = Stated.nothing();
    private Part currency = Stated.nothing();
    private Part tax = Stated.nothing();
    private Part shipping = Stated.nothing();

    private Convention(String label, Basis basis) {
        this.label = label;
        this.basis = basis;
    }

    /** @param label for people */
    static Convention of(String label, Basis basis) {
        return new Convention(label, basis);
    }

    /** A call of this function with these texts as its first arguments, or an array of them in this queue. */
    Convention command(String function, String... words) {
        kind = Sighting.Kind.COMMAND;
        name = function;
        this.words = List.of(words);
        return this;
    }

    /** An object of this name, in one piece or member by member. */
    Convention object(String path) {
        kind = Sighting.Kind.OBJECT;
        name = path;
        return this;
    }

    /** The address of an image or a frame: a host, or the end of one, and the beginning of a path. */
    Convention address(String hostAndPath) {
        kind = Sighting.Kind.ADDRESS;
        name = hostAndPath;
        return this;
    }

    /** An item of schema.org of this type. */
    Convention item(Sighting.Kind kind, String type) {
        this.kind = kind;
        name = type;
        return this;
    }

    /** What a script that is worth reading has in it, any of these; if nothing is said, the last word, or the name. */
    Convention in(String... texts) {
        Collections.addAll(triggers, texts);
        return this;
    }

    /** Functions that the service calls where the shop writes them. */
    Convention calledBack(String... functions) {
        callbacks = List.of(functions);
        return this;
    }

    /** It is an order only if this is so. */
    Convention when(Predicate<Stated> condition) {
        this.condition = this.condition.and(condition);
        return this;
    }

    /** Without an id it is no order alone, but may agree with one, and fill in what that leaves open. */
    Convention supportsOthers() {
        supportsOthers = true;
        return this;
    }

    Convention id(String... paths) {
        id = Stated.first(paths);
        return this;
    }

    Convention amount(String... paths) {
        return amount(Stated.first(paths));
    }

    Convention amount(Part part) {
        amount = part;
        return this;
    }

    Convention currency(String... paths) {
        currency = Stated.first(paths);
        return this;
    }

    Convention taxAndShipping(String taxPath, String shippingPath) {
        tax = Stated.first(taxPath);
        shipping = Stated.first(shippingPath);
        return this;
    }

    String label() {
        return label;
    }

    Basis basis() {
        return basis;
    }

    Sighting.Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    List<String> callbacks() {
        return callbacks;
    }

    List<String> triggers() {
        if (!triggers.isEmpty() || kind == Sighting.Kind.ADDRESS) {
            return triggers;
        }
        return List.of(words.isEmpty() ? name : words.get(words.size() - 1));
    }

    boolean maySupportOthers() {
        return supportsOthers;
    }

    boolean isAddress(String place) {
        return kind == Sighting.Kind.ADDRESS && isNamed(place);
    }

    /** Whether this is an order by this convention. */
    boolean recognizes(Sighting sighting, Stated stated) {
        return sighting.kind() == kind
                && isNamed(sighting.name())
                && stated.beginsWith(words)
                && condition.test(stated);
    }

    StatedId id(Stated stated) {
        return StatedId.of(id.of(stated));
    }

    StatedAmount amount(Stated stated) {
        return StatedAmount.of(amountValue(stated));
    }

    /** As it stands there. */
    Value amountValue(Stated stated) {
        return amount.of(stated);
    }

    Value currency(Stated stated) {
        return currency.of(stated);
    }

    StatedAmount tax(Stated stated) {
        return StatedAmount.of(tax.of(stated));
    }

    StatedAmount shipping(Stated stated) {
        return StatedAmount.of(shipping.of(stated));
    }

    private boolean isNamed(String sighted) {
        if (kind == Sighting.Kind.ADDRESS) {
            return sighted.startsWith(name) || sighted.contains("." + name) && isHostBefore(sighted, name);
        }
        return sighted.equals(name) || sighted.endsWith("." + name);
    }

    private static boolean isHostBefore(String sighted, String name) {
        int slash = sighted.indexOf('/');
        return slash == sighted.indexOf("." + name) + 1 + name.indexOf('/');
    }
}
