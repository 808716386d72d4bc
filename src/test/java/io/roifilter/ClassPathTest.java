package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** The tests' own class path, lest they test something else than what ships. */
class ClassPathTest {
    /** Jetty's JSP would bring a second one, of another version; which of them a test sees would be chance. */
    @Test
    void holdsOneExpressionLanguage() throws IOException {
        assertEquals(1, copies("jakarta/el/ExpressionFactory.class"));
        assertEquals(1, copies("org/apache/el/ExpressionFactoryImpl.class"));
    }

    private static int copies(String resource) throws IOException {
        return Collections.list(ClassPathTest.class.getClassLoader().getResources(resource))
                .size();
    }
}
