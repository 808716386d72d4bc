package io.roifilter.replay;

import io.roifilter.api.ApiClient;
import io.roifilter.api.PayloadJson;
import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.Resolution;
import io.roifilter.config.SecretFile;
import io.roifilter.config.Settings;
import io.roifilter.config.Sources;
import io.roifilter.config.Values;
import io.roifilter.outbox.LineSeal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Sends orders that the outbox could not take, and that went to the application's log instead, to the endpoint. Each may
 * be sent as often as one likes, because the endpoint discards an order id that it knows.
 *
 * <p>The exit code is 0 if every order was delivered, 1 if anything is left for a person to look at, 2 if nothing was
 * sent because of how the command was called or set.
 */
@Command(
        name = "replay",
        description =
                "Sends orders that went to a log or a file, because the outbox could not take them, to the endpoint.",
        customSynopsis = "java -jar roi-filter-VERSION-all.jar replay [OPTION...] FILE...",
        footer = {
            "",
            "Each line with an order bears a check by the shared secret, so that nobody else can have one written.",
            "",
            "A file unstored-N.log is taken up by the next start of the shop by itself; replay is for where there is none."
                    + " Delete it then, when the shop is stopped.",
            "",
            "The endpoint is set as for the filters, by system properties (-Droi.endpoint=..., before -jar) or in the"
                    + " environment: ROI_ENDPOINT, ROI_API_KEY or ROI_API_KEY_FILE, ROI_SHARED_SECRET or"
                    + " ROI_SHARED_SECRET_FILE; and if need be ROI_PROXY, ROI_PROXY_USER, ROI_PROXY_PASSWORD_FILE, ROI_BATCH_SIZE, ROI_CONNECT_TIMEOUT,"
                    + " ROI_REQUEST_TIMEOUT, ROI_RETRY_MIN.",
            "",
            "An order that the endpoint knows already counts once: the command can be run again on the same file. (Only"
                    + " orders with \"ignore_duplicate_orders\":true count again.) Orders that the shop refused are not"
                    + " sent.",
            "",
            "Exit code: 0, every order was delivered; 1, some were not, as the output says; 2, wrong use, nothing was"
                    + " sent."
        })
public final class ReplayCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int LEFT_OVER = 1;
    static final int WRONG_USE = 2;

    private static final String STANDARD_INPUT = "-";
    private static final String WRITTEN_WITH = "--written-with";

    @Spec
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "Shows what would be sent, and sends nothing.")
    private boolean dryRun;

    @Option(
            names = WRITTEN_WITH,
            paramLabel = "SECRETFILE",
            description = "A file with the shared secret that the application had when it wrote the log, if that is no"
                    + " longer the one with which orders are sent.")
    private String formerSecret;

    @Option(
            names = "--send-unproven",
            description =
                    "Sends also the orders of lines that bear no check by the shared secret. They may be anybody's"
                            + " who can have a text written into the log, such as a visitor: look at them with --dry-run before.")
    private boolean sendUnproven;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A log of the application, or a file unstored-N.log of its outboxDirectory, compressed by gzip or not, in"
                            + " whatever format; - is standard input."
                            + " Its lines with UNSTORED-ORDER are replayed, all others are passed over.")
    private List<String> files = new ArrayList<>();

    @Unmatched
    private List<String> unknown = new ArrayList<>();

    private final Sources settings;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    private final List<LineSeal> seals = new ArrayList<>();

    /** @param settings where the endpoint is looked up */
    public ReplayCommand(Sources settings, InputStream in, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs the command. */
    @Override
    public Integer call() throws InterruptedException {
        List<String> problems = new ArrayList<>();
        takeFormerSecret(problems);
        problems.addAll(problems());
        if (!problems.isEmpty()) {
            throw new ParameterException(spec.commandLine(), String.join("\n", problems));
        }
        return dryRun ? showAll() : sendAll();
    }

    private void takeFormerSecret(List<String> problems) {
        if (formerSecret == null) {
            return;
        }
        try {
            seals.add(LineSeal.of(SecretFile.read(Path.of("").toAbsolutePath(), formerSecret)));
        } catch (SecretFile.UnusableException e) {
            problems.add(WRITTEN_WITH + " " + formerSecret + ": " + e.getMessage());
        }
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (files.isEmpty()) {
            problems.add("no FILE is given");
        }
        unknown.forEach(option -> problems.add("there is no option " + option));
        for (String file : files) {
            if (!file.equals(STANDARD_INPUT) && !isReadable(file)) {
                problems.add("not a file that can be read: " + file);
            }
        }
        return problems;
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file)) && !Files.isDirectory(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private int showAll() throws InterruptedException {
        Resolution.of(Component.REPLAY, settings)
                .value(Settings.SHARED_SECRET)
                .ifPresent(secret -> seals.add(LineSeal.of(secret)));
        if (seals.isEmpty()) {
            err.println("sharedSecret is not set, so that no check can be tried: what is shown may be anybody's");
            sendUnproven = true;
        }
        Report report = new Report(out);
        readAll(report, report::wouldSend);
        report.summary();
        return DONE;
    }

    private int sendAll() throws InterruptedException {
        Values settled;
        try {
            settled = Resolution.of(Component.REPLAY, settings).checked();
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
            return WRONG_USE;
        }
        seals.add(LineSeal.of(settled.get(Settings.SHARED_SECRET)));
        Report report = new Report(out);
        try (ApiClient client = client(settled)) {
            Delivery delivery = new Delivery(
                    client,
                    settled.get(Settings.BATCH_SIZE),
                    settled.get(Settings.RETRY_MIN),
                    duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()),
                    report,
                    err);
            out.println("sending to " + settled.shown(Settings.ENDPOINT));
            readAll(report, delivery::add);
            delivery.finish();
        }
        report.summary();
        return report.isAllDelivered() ? DONE : LEFT_OVER;
    }

    private void readAll(Report report, LogReader.OrderSink sink) throws InterruptedException {
        LogReader reader = new LogReader(
                new PayloadJson(), seals, report, sink, new Progress(err, System::nanoTime), sendUnproven);
        for (String file : files) {
            try {
                read(file, reader);
            } catch (IOException e) {
                report.unreadable(file, "it cannot be read any further: " + e.getMessage());
            }
        }
        reader.finish();
    }

    private void read(String file, LogReader reader) throws IOException, InterruptedException {
        if (file.equals(STANDARD_INPUT)) {
            reader.read("standard input", in, 0);
        } else {
            try (InputStream stream = Files.newInputStream(Path.of(file))) {
                reader.read(file, stream, Files.size(Path.of(file)));
            }
        }
    }

    private static ApiClient client(Values settings) {
        return new ApiClient(
                settings.get(Settings.ENDPOINT),
                settings.way(),
                settings.credentials(),
                settings.get(Settings.CONNECT_TIMEOUT),
                settings.get(Settings.REQUEST_TIMEOUT),
                "replay",
                Clock.systemUTC());
    }
}
