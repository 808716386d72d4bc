package io.roifilter.container;

import io.roifilter.testing.Directories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs the tests of a class template on one server after the other. All of them share an {@link Installation} there, which
 * their class is given in its constructor, as it is the {@link Cell}.
 */
final class EachServer implements ClassTemplateInvocationContextProvider {
    private final Supplier<Stream<Cell>> cells;
    private final Install install;

    /** What is deployed; starts the server. */
    interface Install {
        void on(Installation installation) throws Exception;
    }

    EachServer(Supplier<Stream<Cell>> cells, Install install) {
        this.cells = cells;
        this.install = install;
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<OneServer> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return cells.get().map(OneServer::new);
    }

    /** What all tests of the class have in common, while they are run on one server. */
    private final class OneServer
            implements ClassTemplateInvocationContext,
                    BeforeClassTemplateInvocationCallback,
                    AfterClassTemplateInvocationCallback,
                    ParameterResolver {
        private final Cell cell;
        private Path directory;
        private Installation installation;

        OneServer(Cell cell) {
            this.cell = cell;
        }

        @Override
        public String getDisplayName(int number) {
            return cell.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) throws Exception {
            directory = Files.createTempDirectory("servers");
            installation = new Installation(cell, directory);
            install.on(installation);
        }

        @Override
        public void afterClassTemplateInvocation(ExtensionContext context) throws Exception {
            if (installation != null) {
                installation.close();
            }
            Directories.delete(directory);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return given(parameter) != null;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return given(parameter);
        }

        private Object given(ParameterContext parameter) {
            Class<?> type = parameter.getParameter().getType();
            return type == Cell.class ? cell : type == Installation.class ? installation : null;
        }
    }
}
