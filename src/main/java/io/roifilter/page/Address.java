package io.roifilter.page;

import io.roifilter.text.QueryString;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes the address of an image apart. */
final class Address {
    private static final int MAX_LENGTH = 8_192;
    private static final Pattern ABSOLUTE = Pattern.compile("(?is)(?:https?:)?//[^?/]+/.*");

    private Address() {}

    /**
     * A sighting whose name is host and path, and whose members are the parameters, by their names in lower case; or null if it
     * is of no interest.
     */
    static Sighting read(String address) {
        String url = address == null ? "" : address.strip();
        int question = url.indexOf('?');
        if (question < 0 || url.length() > MAX_LENGTH || !ABSOLUTE.matcher(url).matches()) {
            return null;
        }
        String place = url.substring(url.indexOf("//") + 2, question).toLowerCase(Locale.ROOT);
        if (!Conventions.isAddress(place)) {
            return null;
        }
        int fragment = url.indexOf('#', question);
        String query = url.substring(question + 1, fragment < 0 ? url.length() : fragment);
        Map<String, Value> parameters = new HashMap<>();
        QueryString.parse(query)
                .forEach((name, values) -> parameters.put(name.toLowerCase(Locale.ROOT), new Value.Text(values[0])));
        return new Sighting(Sighting.Kind.ADDRESS, place, new Value.Fields(parameters), 0);
    }
}
