package io.roifilter.testing;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Of {@link OnEachContainer}. */
final class EachContainer implements ClassTemplateInvocationContextProvider {
    private static final Namespace NAMESPACE = Namespace.create(EachContainer.class);

    private record Invocation(Container container) implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int number) {
            return "[" + number + "] " + container;
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            context.getStore(NAMESPACE).put(Container.class, container);
        }
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<Invocation> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return Stream.of(Container.values()).map(Invocation::new);
    }

    /** On which a test is run; null if its class is not {@link OnEachContainer}. */
    static Container of(ExtensionContext test) {
        return test.getStore(NAMESPACE).get(Container.class, Container.class);
    }
}
