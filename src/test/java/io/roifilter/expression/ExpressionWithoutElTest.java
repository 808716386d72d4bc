package io.roifilter.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** In a container without JSP there may be no Expression Language: here, a class loader that has only the servlet API. */
class ExpressionWithoutElTest {
    @Test
    void saysThatTheContainerHasNoExpressionLanguageButTakesLiterals() throws Exception {
        URL[] classPath = {location(Expression.class), location(ServletContext.class)};
        try (URLClassLoader container = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Method parse = container.loadClass(Expression.class.getName()).getMethod("parse", String.class);

            assertEquals("true", parse.invoke(null, "true").toString());
            InvocationTargetException failure =
                    assertThrows(InvocationTargetException.class, () -> parse.invoke(null, "${order.id}"));

            assertInstanceOf(IllegalArgumentException.class, failure.getCause());
            String message = failure.getCause().getMessage();
            assertTrue(message.startsWith("no Jakarta Expression Language in this container"), message);
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
