package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ThrownTest {
    /** An exception of somebody's, with a vice in each method. */
    private static final class Vicious extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Supplier<Object> vice;

        Vicious(Supplier<Object> vice) {
            this.vice = vice;
        }

        @Override
        public String getMessage() {
            return (String) vice.get();
        }

        @Override
        public synchronized Throwable getCause() {
            return vice == null ? null : (Throwable) vice.get();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return (StackTraceElement[]) vice.get();
        }

        @Override
        public String toString() {
            return (String) vice.get();
        }
    }

    @Test
    void tellsTheInnermostTypeAndItsLine() {
        Exception outer = new Exception("outer", new IllegalStateException("inner"));

        assertTrue(
                Thrown.typeAndPlace(outer)
                        .startsWith("java.lang.IllegalStateException at io.roifilter.text.ThrownTest."),
                Thrown.typeAndPlace(outer));
        assertEquals("inner", Thrown.words(outer));
    }

    @Test
    void survivesEveryVice() {
        for (Supplier<Object> vice : List.<Supplier<Object>>of(
                () -> null,
                () -> {
                    throw new OutOfMemoryError();
                },
                () -> {
                    throw new ThreadDeath();
                },
                () -> endless(0),
                () -> 5)) {
            Vicious vicious = new Vicious(vice);
            assertSame(vicious, Thrown.root(vicious));
            assertEquals(Vicious.class.getName(), Thrown.typeAndPlace(vicious));
            assertEquals("", Thrown.words(vicious));
            assertFalse(Thrown.isOutOfMemory(vicious));
        }
    }

    @Test
    void survivesCausesThatAreACircleOrEndless() {
        Exception a = new Exception("a");
        Exception b = new Exception("b", a);
        a.initCause(b);
        assertTrue(Thrown.words(a).matches("[ab]"));

        Throwable endless = new Exception() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return new Exception("another", this);
            }
        };
        assertFalse(Thrown.isOutOfMemory(endless));
    }

    @Test
    void keepsToOneShortLine() {
        Exception forged = new Exception("x".repeat(1_000_000));
        forged.setStackTrace(new StackTraceElement[] {new StackTraceElement("a\nb", "c", "d".repeat(1000), 1)});

        assertTrue(Thrown.typeAndPlace(forged).startsWith("java.lang.Exception at a b.c(ddd"));
        assertTrue(Thrown.typeAndPlace(forged).length() <= 400);
        assertTrue(Thrown.words(forged).length() <= 10_000);
    }

    @Test
    void findsThatMemoryRanOut() {
        assertTrue(Thrown.isOutOfMemory(new OutOfMemoryError()));
        assertTrue(Thrown.isOutOfMemory(new RuntimeException(new OutOfMemoryError())));
        assertFalse(Thrown.isOutOfMemory(new InternalError()));
    }

    private static Object endless(int depth) {
        return endless(depth + 1);
    }
}
