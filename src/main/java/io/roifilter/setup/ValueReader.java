package io.roifilter.setup;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Copies what can be read of a shop's objects, so that none of them is kept: numbers and texts, and maps and lists of those.
 * Bounded in depth, number, size and time: after {@value #MOST_MILLIS} ms no further getter is called, so that it takes
 * as long and one getter more. Whatever a getter throws is as if it were not there. For one moment of one request.
 */
final class ValueReader {
    static final long MOST_MILLIS = 250;
    static final int MAX_DEPTH = 3;
    static final int MAX_VALUES = 1500;
    static final int MAX_TEXT = 300;

    private static final int MAX_ENTRIES = 60;
    private static final int MAX_ELEMENTS = 20;
    private static final int MAX_NAME = 100;
    private static final int MAX_SAID = 60;

    private final SlowGetters slow;
    private final LongSupplier nanoTime;
    private final long begun;
    private final Set<Object> onTheWay = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;
    private int characters;

    ValueReader(SlowGetters slow) {
        this(slow, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    ValueReader(SlowGetters slow, LongSupplier nanoTime) {
        this.slow = slow;
        this.nanoTime = nanoTime;
        begun = nanoTime.getAsLong();
    }

    /** How many have been read. */
    int values() {
        return values;
    }

    /** And how long their texts are together. */
    int characters() {
        return characters;
    }

    boolean isSpent() {
        return values >= MAX_VALUES || nanoTime.getAsLong() - begun > TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    }

    /** What there is of an attribute; null if there is nothing that may be read, or no time for it. */
    Object read(String name, Object value) {
        return name == null || name.length() > MAX_NAME || !OwnClasses.isOwnName(name) || Confidential.isName(name)
                ? null
                : read(value, 0);
    }

    private Object read(Object value, int depth) {
        if (value == null || isSpent()) {
            return null;
        }
        try {
            Object leaf = leaf(value);
            return leaf == null ? inside(value, depth) : counted(leaf);
        } catch (Throwable e) {
            return null; // whatever it was, the page goes on
        }
    }

    private Object counted(Object leaf) {
        values++;
        if (!(leaf instanceof String text)) {
            return leaf;
        }
        characters += text.length();
        return Confidential.isCard(text) ? null : text;
    }

    /** Null if it is none. */
    private static Object leaf(Object value) {
        if (value instanceof BigDecimal || value instanceof BigInteger) {
            return ((Number) value).toString().length() > MAX_TEXT ? null : value;
        }
        if (value instanceof Number number) {
            return number.getClass().getName().startsWith("java.lang.") ? number : new BigDecimal(number.toString());
        }
        if (value instanceof CharSequence text) {
            return (text.length() > MAX_TEXT ? text.subSequence(0, MAX_TEXT) : text).toString();
        }
        if (value instanceof Boolean) {
            return value;
        }
        boolean saysWhatItIs = value instanceof Enum<?>
                || value instanceof Character
                || value instanceof UUID
                || value instanceof Date
                || value instanceof Temporal && value.getClass().getName().startsWith("java.")
                || Money.isOf(value.getClass());
        return saysWhatItIs ? value.toString() : null;
    }

    private Object inside(Object value, int depth) {
        if (depth >= MAX_DEPTH || !onTheWay.add(value)) {
            return null;
        }
        try {
            Class<?> type = value.getClass();
            boolean collects = type.getName().startsWith("java.util.") || OwnClasses.isOwn(type);
            if (value instanceof Map<?, ?> map && collects) {
                return map(map, depth);
            }
            if (value instanceof List<?> list && collects) {
                return list(list.iterator(), depth);
            }
            if (type.isArray()) {
                return list(array(value).iterator(), depth);
            }
            return OwnClasses.isOwn(type) ? bean(value, depth) : null;
        } finally {
            onTheWay.remove(value);
        }
    }

    private static List<?> array(Object array) {
        if (array instanceof Object[] objects) {
            return Arrays.asList(objects);
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Math.min(Array.getLength(array), MAX_ELEMENTS); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private Map<String, Object> map(Map<?, ?> map, int depth) {
        Map<String, Object> read = new LinkedHashMap<>();
        int looked = 0;
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
                looked < MAX_ENTRIES && !isSpent() && entries.hasNext();
                looked++) {
            Map.Entry<?, ?> entry = entries.next();
            if (entry.getKey() instanceof String name && name.length() <= MAX_NAME && !Confidential.isName(name)) {
                put(name, read(entry.getValue(), depth + 1), read);
            }
        }
        return read;
    }

    /** What cannot be read is there as null, so that the others are at their places. */
    private List<Object> list(Iterator<?> elements, int depth) {
        List<Object> read = new ArrayList<>();
        while (read.size() < MAX_ELEMENTS && !isSpent() && elements.hasNext()) {
            read.add(read(elements.next(), depth + 1));
        }
        return read;
    }

    private RecordedBean bean(Object bean, int depth) {
        RecordedBean read = new RecordedBean();
        for (Map.Entry<String, Method> getter : Getters.of(bean).entrySet()) {
            if (isSpent()) {
                break;
            }
            put(getter.getKey(), property(bean, getter.getValue(), depth), read);
        }
        read.says(said(bean, depth));
        return read;
    }

    private String said(Object bean, int depth) {
        try {
            Object said = isNamed(bean) && !isSpent() ? read(bean.toString(), depth) : null;
            return said instanceof String text && text.length() <= MAX_SAID ? text : "";
        } catch (Throwable e) {
            return "";
        }
    }

    private Object property(Object bean, Method getter, int depth) {
        if (slow.has(getter)) {
            return null;
        }
        long asked = nanoTime.getAsLong();
        try {
            if (bean instanceof Record) {
                getter.trySetAccessible(); // as expressions do
            }
            return read(getter.invoke(bean), depth + 1);
        } catch (Throwable e) {
            return null;
        } finally {
            slow.took(getter, nanoTime.getAsLong() - asked);
        }
    }

    /** Whether it may stand for a number or a text, and says which: it has no more than that in it. */
    private static boolean isNamed(Object bean) throws NoSuchMethodException {
        Class<?> type = OwnClasses.written(bean.getClass());
        return !(bean instanceof Record)
                && OwnClasses.isOwn(type.getMethod("toString").getDeclaringClass())
                && Arrays.stream(type.getDeclaredFields())
                                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                                .count()
                        <= 2;
    }

    private static void put(String name, Object value, Map<String, Object> into) {
        if (value != null) {
            into.put(name, value);
        }
    }
}
