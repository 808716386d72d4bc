package io.roifilter.config;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.Optional;

/** What an application is called and where its files are, for all parts of roi-filter alike. */
public final class WebApplication {
    private WebApplication() {}

    /** See {@link ContextName}. */
    public static String name(ServletContext context) {
        return ContextName.of(context.getContextPath());
    }

    /**
     * Where files of an application are kept; an absolute path.
     *
     * @param given as a setting says it, empty if none does; see {@link Resolution#requireDirectory}
     * @param kind what the directory around all applications' is called if none is given
     */
    public static Path directory(Optional<Path> given, String kind, ServletContext context) {
        return FrameworkSettings.of(context)
                .base()
                .map(BaseDirectory::at)
                .orElseGet(BaseDirectory::ofProcess)
                .forRelativePaths()
                .resolve(given.orElseGet(() -> Path.of(kind, name(context))));
    }
}
