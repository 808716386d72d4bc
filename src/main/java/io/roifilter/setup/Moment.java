package io.roifilter.setup;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What the attributes of a request, its session and its application were at one moment, copied. Not changed any more when it is
 * whole; never compared.
 *
 * @param values how many there are
 * @param characters how long their texts are together
 */
record Moment(
        Map<String, Object> request,
        Map<String, Object> session,
        Map<String, Object> application,
        int values,
        int characters) {
    /** So many attributes of each are looked at. */
    private static final int MAX_NAMES = 300;

    /** Each is copied whatever comes of the others. */
    static Moment of(HttpServletRequest request, ServletContext context, SlowGetters slow) {
        ValueReader reader = new ValueReader(slow);
        Map<String, Object> ofRequest = attributes(request::getAttributeNames, request::getAttribute, reader);
        Map<String, Object> ofSession = ofSession(request, reader);
        Map<String, Object> ofContext = attributes(context::getAttributeNames, context::getAttribute, reader);
        return new Moment(ofRequest, ofSession, ofContext, reader.values(), reader.characters());
    }

    /** Of the session alone. */
    static Map<String, Object> ofSession(HttpServletRequest request, ValueReader reader) {
        try {
            HttpSession session = request.getSession(false);
            return session == null ? Map.of() : attributes(session::getAttributeNames, session::getAttribute, reader);
        } catch (Throwable e) {
            return Map.of(); // it has ended
        }
    }

    private interface Names {
        Enumeration<String> get();
    }

    private static Map<String, Object> attributes(Names names, Function<String, Object> attribute, ValueReader reader) {
        Map<String, Object> read = new LinkedHashMap<>();
        try {
            int looked = 0;
            for (String name : Collections.list(names.get())) {
                if (++looked > MAX_NAMES || reader.isSpent()) {
                    break;
                }
                Object value = OwnClasses.isOwnName(name) ? reader.read(name, attribute.apply(name)) : null;
                if (value != null) {
                    read.put(name, value);
                }
            }
        } catch (Throwable e) {
            // As much as could be read
        }
        return read;
    }
}
