package io.roifilter.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ValueReaderTest {
    private final SlowGetters slow = new SlowGetters();
    private final AtomicLong time = new AtomicLong();
    private final ValueReader reader = new ValueReader(slow, time::get);

    /** An order of a shop's with what shops have in them. */
    public static class Order {
        public int getId() {
            return 1123;
        }

        public BigDecimal getTotal() {
            return new BigDecimal("16.50");
        }

        public boolean isPaid() {
            return true;
        }

        public Currency getCurrency() {
            return Currency.getInstance("USD");
        }

        public String getPassword() {
            throw new AssertionError("nobody is to ask this");
        }

        public ClassLoader getLoader() {
            throw new AssertionError("nor this");
        }

        public String getSecond(int which) {
            throw new AssertionError("this is no getter");
        }

        public String getThrown() {
            throw new IllegalStateException("no session");
        }

        public String getEndless() {
            return getEndless();
        }

        public String getHalted() {
            throw new OutOfMemoryError("not really");
        }

        String getHidden() {
            throw new AssertionError("expressions could not call this");
        }
    }

    /** What Hibernate makes of it. */
    public static final class Order$HibernateProxy$abc extends Order {
        public Object getHibernateLazyInitializer() {
            throw new AssertionError("this is not the shop's");
        }
    }

    /** Ever another. */
    public static final class Node {
        public Node getNext() {
            return new Node();
        }

        public String getName() {
            return "a node";
        }
    }

    /** A component that is read, and one that is not. */
    record Line(String sku, String cardNumber) {}

    /** What stands for a number. */
    public static final class OrderNumber {
        private final String number = "A-7";

        @Override
        public String toString() {
            return number;
        }
    }

    @Test
    void aBeanIsReadByItsPublicGettersWhateverTheyThrow() {
        Object read = reader.read("order", new Order());

        assertEquals(
                Map.of("id", 1123, "total", new BigDecimal("16.50"), "paid", true, "currency", "USD"),
                new LinkedHashMap<>((Map<?, ?>) read));
    }

    @Test
    void aProxyIsReadAsWhatItStandsFor() {
        Map<?, ?> read = (Map<?, ?>) reader.read("order", new Order$HibernateProxy$abc());

        assertEquals(1123, read.get("id"));
    }

    @Test
    void whatHasNoEndIsReadToItsThirdLevel() {
        assertEquals(
                "{name=a node, next={name=a node, next={name=a node}}}",
                new LinkedHashMap<>((Map<?, ?>) plain(reader.read("node", new Node()))).toString());
    }

    private static Object plain(Object value) {
        Map<Object, Object> plain = new LinkedHashMap<>();
        ((Map<?, ?>) value)
                .forEach((name, inner) -> plain.put(name, inner instanceof Map<?, ?> map ? plain(map) : inner));
        return plain;
    }

    @Test
    void whatHoldsItselfIsReadOnce() {
        Map<String, Object> self = new LinkedHashMap<>();
        self.put("self", self);
        self.put("id", "7");

        assertEquals(Map.of("id", "7"), reader.read("self", self));
    }

    @Test
    void aGiantCollectionCostsAsMuchAsItsBeginning() {
        AtomicInteger asked = new AtomicInteger();
        List<Integer> giant = new ArrayList<>(new AbstractList<Integer>() {
            @Override
            public Integer get(int index) {
                return index;
            }

            @Override
            public int size() {
                return 100_000;
            }
        });
        Map<String, Object> wide = new LinkedHashMap<>();
        for (int i = 0; i < 100_000; i++) {
            wide.put("n" + i, asked);
        }

        assertEquals(20, ((List<?>) reader.read("giant", giant)).size());
        assertEquals(60, ((Map<?, ?>) reader.read("wide", wide)).size());
        assertTrue(reader.values() <= ValueReader.MAX_VALUES);
    }

    @Test
    void noMoreIsReadThanThereIsRoomFor() {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(List.of("a".repeat(1000)));
        }
        for (int i = 0; i < 200; i++) {
            reader.read("all", all);
        }

        assertEquals(ValueReader.MAX_VALUES, reader.values());
        assertEquals(ValueReader.MAX_VALUES * ValueReader.MAX_TEXT, reader.characters());
    }

    /** Whose getter takes long. */
    public static final class Slow {
        private final AtomicLong time;
        private int calls;

        Slow(AtomicLong time) {
            this.time = time;
        }

        public String getA() {
            calls++;
            time.addAndGet(TimeUnit.MILLISECONDS.toNanos(2 * ValueReader.MOST_MILLIS));
            return "late";
        }

        public String getB() {
            throw new AssertionError("there is no time for it");
        }
    }

    @Test
    void aSlowGetterEndsReadingAndIsNotAskedAgain() {
        Slow bean = new Slow(time);
        reader.read("slow", bean);
        assertTrue(reader.isSpent());
        assertNull(reader.read("next", "value"));

        new ValueReader(slow, time::get).read("slow", bean);

        assertEquals(1, bean.calls);
    }

    @Test
    void whatIsNotTheShopsIsLeftAlone() {
        assertNull(reader.read("thread", Thread.currentThread()));
        assertNull(reader.read("org.springframework.web.servlet.DispatcherServlet.CONTEXT", "x"));
        assertNull(reader.read("password", "x"));
        assertNull(reader.read("number", "4111 1111 1111 1111"));
    }

    @Test
    void shopsThatFrameworksShowThemselvesByAreShops() {
        assertTrue(OwnClasses.isOwnName("org.springframework.webflow.samples.booking.Booking"));
        assertTrue(OwnClasses.isOwnName("org.mybatis.jpetstore.domain.Order"));
        assertTrue(OwnClasses.isOwnName("org.apache.struts.example.shop.Order"));
        assertFalse(OwnClasses.isOwnName("org.springframework.webflow.execution.FlowExecution"));
        assertFalse(OwnClasses.isOwnName("org.hibernate.collection.PersistentBag"));
    }

    @Test
    void recordsAndNumbersThatAreObjectsAreRead() {
        assertEquals(Map.of("sku", "m-1"), reader.read("line", new Line("m-1", "4111111111111111")));
        assertEquals("A-7", String.valueOf(reader.read("number", new OrderNumber())));
    }
}
