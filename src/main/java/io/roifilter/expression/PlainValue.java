package io.roifilter.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;

/** What is left of a value that is read later than it is asked for: nothing that a shop can change, as shops use their objects again. */
public final class PlainValue {
    /** Of which nothing can change, and {@code toString} is the JDK's. */
    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            BigDecimal.class,
            BigInteger.class,
            Integer.class,
            Long.class,
            Double.class,
            Float.class,
            Short.class,
            Byte.class);

    private PlainValue() {}

    /** What is no text, number or date is known by what it prints, and is no text for all that: no condition is true by it. */
    private record Printed(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * The value itself if nothing can change it, or a copy, or what it prints.
     *
     * @param value may be null
     */
    public static Object of(Object value) {
        if (value == null || PLAIN.contains(value.getClass()) || isOfJavaTime(value)) {
            return value;
        }
        if (value instanceof Date date) {
            return date.clone();
        }
        if (value instanceof Calendar calendar) {
            return calendar.clone();
        }
        String text = value.toString();
        return text == null ? null : value instanceof Number ? number(text) : new Printed(text);
    }

    /** All are immutable. */
    private static boolean isOfJavaTime(Object value) {
        return value.getClass().getName().startsWith("java.time.");
    }

    /** Such as of an {@code AtomicLong}; number classes of libraries may print a fraction such as 1/3. */
    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return new Printed(text);
        }
    }
}
