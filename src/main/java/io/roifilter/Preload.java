package io.roifilter;

import io.roifilter.api.PayloadJson;
import io.roifilter.expression.EvaluationException;
import io.roifilter.expression.Expression;
import io.roifilter.text.LogGuard;
import io.roifilter.thread.DaemonThread;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads at the start whatever a later request, delivery or log line may need of our jar and of the libraries in it or
 * beside it. A class that is first looked for when somebody has overwritten the jar under the running server is not found,
 * be it the one that would say so.
 *
 * <p>All classes are loaded, not a list of them, so that nothing can be forgotten. None is initialised here: that needs
 * the jar no more, and two threads that initialise classes in different orders can wait for each other for ever. What reads
 * other files of the jar as it initialises is used once instead. Whatever goes wrong here is said and does no harm.
 */
final class Preload {
    /** How long a stop waits: one class is loaded in far less. */
    private static final long STOP_SECONDS = 2;

    /** Of the libraries, what takes part in reading clicks and orders; the build gives them the names that they have in -all.jar. */
    private static final List<String> REQUESTS = List.of(
            "org.apache.commons.codec.Encoder", "jakarta.el.ExpressionFactory", "org.apache.el.ExpressionFactoryImpl");

    private static final Logger LOGGER = LogGuard.of(Preload.class.getName());
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private final String name;
    private final Map<String, List<String>> listed = new HashMap<>(); // by location; one thread's at a time
    private final Thread thread;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private volatile boolean stopping;

    /** @param name the application's */
    Preload(String name) {
        this.name = name;
        thread = DaemonThread.of("preload", name, this::loadAll);
    }

    /**
     * Begins to load, what requests need first. Not on the thread that starts the application, which would take a third of a
     * second longer for it: a request that comes before that loads by itself what it needs. To be called once.
     */
    void start() {
        guarded(this::loadInBackground);
    }

    /** Has something more done when all is loaded; at once, if that is so. */
    void then(Runnable use) {
        loaded.thenRun(() -> guarded(use::run));
    }

    /** Loads nothing more, and waits for the thread to end. */
    void stop() {
        stopping = true;
        try {
            TimeUnit.SECONDS.timedJoin(thread, STOP_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void loadInBackground() {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // No thread can be had now; later may be too late.
            if (thread.getState() == Thread.State.NEW) {
                loadAll();
            }
        }
    }

    private void loadAll() {
        guarded(this::loadOwn);
        guarded(() -> loadLibraries(REQUESTS));
        guarded(() -> loadLibraries(Release.libraries()));
        guarded(Preload::useMessages);
        listed.clear();
        loaded.complete(null);
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            tell(e);
        }
    }

    private void tell(Throwable failure) {
        if (!stopping && !TOLD.getAndSet(true)) {
            LOGGER.log(
                    Level.WARNING,
                    name + ": not all classes could be loaded at the start. roi-filter works, but its jar must not be"
                            + " overwritten while the server runs",
                    failure);
        }
    }

    private void loadOwn() throws IOException {
        load(Preload.class, "io.roifilter.shaded.");
    }

    private void loadLibraries(List<String> libraries) throws IOException {
        ClassLoader own = Preload.class.getClassLoader();
        for (String library : libraries) {
            Class<?> type = find(library);
            // One that the container brings is the container's affair.
            if (type != null && type.getClassLoader() == own) {
                // commons-codec's phonetic encoders, which nothing here uses
                load(type, type.getPackageName() + ".language.");
            }
        }
    }

    /** Loads the package of a class and those below it: the same place may hold the application, or the whole server. */
    private void load(Class<?> type, String butNot) throws IOException {
        URL location = ClassNames.location(type);
        List<String> names = listed.get(location.toString());
        if (names == null) {
            names = ClassNames.in(location);
            listed.put(location.toString(), names);
        }
        String root = type.getPackageName() + ".";
        for (String className : names) {
            if (stopping) {
                return;
            }
            if (className.startsWith(root) && !className.startsWith(butNot)) {
                find(className);
            }
        }
    }

    /** Some refer to what is not there, such as an older Servlet API or another logging library: nor will they later. */
    private static Class<?> find(String className) {
        try {
            return Class.forName(className, false, Preload.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** The Expression Language and the JSON library read the texts of their messages when they have the first to say. */
    private static void useMessages() {
        try {
            Expression.parse("${'text'.unknownProperty}").evaluate(null);
        } catch (EvaluationException | IllegalArgumentException e) {
            // As meant; or there is no Expression Language, which matters to expressions alone.
        }
        try {
            new PayloadJson().read("{");
        } catch (IllegalArgumentException e) {
            // As meant.
        }
    }
}
