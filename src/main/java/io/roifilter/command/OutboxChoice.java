package io.roifilter.command;

import io.roifilter.admin.StatusSite;
import io.roifilter.config.Component;
import io.roifilter.config.OutboxLocation;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Sources;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Ledger;
import io.roifilter.outbox.LedgerEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which outbox a command is about, and whose entries in it: by its options, else by the settings of the shop. */
final class OutboxChoice {
    /** Of several programs that list processes, any shows every user the arguments of each. */
    private static final Pattern PASSWORD = Pattern.compile("(?i).*(?:[?&;,(]pass[a-z]*=|//[^/@]*:[^/@]*@).*");

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private PageChoice page;

    @Option(
            names = "--outbox",
            paramLabel = "URL",
            description =
                    "JDBC URL of a shared outbox, without a password; else the setting outbox counts, ROI_OUTBOX in"
                            + " the environment, which may have one.")
    private String url;

    @Option(names = "--outbox-user", paramLabel = "NAME", description = "Who connects to the shared outbox.")
    private String user;

    @Option(
            names = "--outbox-password-file",
            paramLabel = "FILE",
            description = "A file with the password for the shared outbox.")
    private String passwordFile;

    @Option(
            names = "--driver",
            paramLabel = "JAR",
            description = "The database's JDBC driver, as the shop has it, because java -jar passes over a class path.")
    private Path driver;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "The directory of an embedded outbox of a shop that is stopped (--url, while it runs); else the setting"
                            + " outboxDirectory counts, ROI_OUTBOX_DIRECTORY.")
    private Path directory;

    @Option(names = "--endpoint", paramLabel = "URL", description = "Only orders for this endpoint.")
    private String endpoint;

    @Option(names = "--account", paramLabel = "NAME", description = "Only orders for the account of this name.")
    private String account;

    private final Sources settings;

    OutboxChoice(Sources settings) {
        this.settings = settings;
    }

    /**
     * Opens what was chosen.
     *
     * @param toChange whether anything is to be changed
     */
    OpenOutbox open(boolean toChange) throws FailedException {
        Optional<StatusSite> site = page.site();
        if (site.isPresent()) {
            return ofPage(site.get());
        }
        if (url != null && directory != null) {
            throw wrongUse("--outbox and --directory are two outboxes: give one of them");
        }
        if (url != null && PASSWORD.matcher(url).matches()) {
            throw wrongUse(
                    "--outbox has a password in it, which every user of this machine could see: put it into a file"
                            + " for --outbox-password-file, or the whole URL into the environment, as ROI_OUTBOX");
        }
        if (url != null) {
            return shared(OutboxLocation.of(url)
                    .orElseThrow(
                            () -> wrongUse("--outbox must be a JDBC URL jdbc:… of" + " PostgreSQL, MariaDB or MySQL")));
        }
        return directory != null ? embedded(directory, toChange) : bySettings(toChange);
    }

    /** The directory with files of a shop's outbox, as far as one was named; with a status page it tells by itself. */
    Optional<Path> directory() {
        if (directory != null || page.site().isPresent()) {
            return Optional.ofNullable(directory);
        }
        return Resolution.of(Component.INSERT_FILTER, settings).value(Settings.OUTBOX_DIRECTORY);
    }

    /** Whether an entry is among those that the command is about. */
    boolean concerns(Destination destination) {
        return (endpoint == null || destination.endpoint().equals(new Destination(endpoint, "").endpoint()))
                && (account == null || destination.account().equals(account));
    }

    boolean concerns(LedgerEntry entry) {
        return concerns(entry.destination());
    }

    private OpenOutbox ofPage(StatusSite site) {
        List<Object> others = Arrays.asList(
                "--outbox", url,
                "--outbox-user", user,
                "--outbox-password-file", passwordFile,
                "--driver", driver,
                "--directory", directory,
                "--endpoint", endpoint,
                "--account", account);
        for (int i = 0; i < others.size(); i += 2) {
            if (others.get(i + 1) != null) {
                throw wrongUse("--url and " + others.get(i)
                        + " exclude each other: a status page shows the orders of its own shop, wherever they are");
            }
        }
        return OpenOutbox.of(new ShopLedger(site));
    }

    private OpenOutbox bySettings(boolean toChange) throws FailedException {
        Resolution resolution = Resolution.of(Component.INSERT_FILTER, settings);
        resolution.problems().stream()
                .filter(problem -> problem.setting().startsWith(Settings.OUTBOX.name()))
                .findFirst()
                .ifPresent(problem -> {
                    throw wrongUse(problem.toString());
                });
        OutboxLocation location = resolution.value(Settings.OUTBOX).orElseThrow();
        if (!(location instanceof OutboxLocation.Embedded)) {
            return shared(location);
        }
        Optional<Path> set = resolution.value(Settings.OUTBOX_DIRECTORY);
        return embedded(
                set.orElseThrow(() -> wrongUse(
                        "which outbox? Give --url with the status page of a shop that runs, or --directory, such as"
                                + " roi/shop below the server's base, or --outbox; or set outboxDirectory or outbox as"
                                + " the shop has it, by ROI_OUTBOX_DIRECTORY or ROI_OUTBOX")),
                toChange);
    }

    private OpenOutbox embedded(Path files, boolean toChange) throws FailedException {
        if (!Files.isDirectory(files)) {
            throw new FailedException(files + " is no directory");
        }
        if (!Files.isReadable(files)) {
            throw new FailedException(
                    files + " cannot be read by this user: run the command as the user of the server");
        }
        return OpenOutbox.ofFiles(files, toChange);
    }

    private OpenOutbox shared(OutboxLocation location) throws FailedException {
        if (!(location instanceof OutboxLocation.Jdbc jdbc)) {
            throw wrongUse(
                    "the outbox is " + location + ", which only the server knows: give --outbox with its JDBC URL");
        }
        try {
            return OpenOutbox.of(new OwnLedger(Ledger.shared(
                    ConnectionSource.ofUrl(jdbc.url(), properties(), JdbcDriver.loader(driver)), Clock.systemUTC())));
        } catch (IllegalArgumentException e) {
            throw wrongUse(JdbcDriver.named(e.getMessage()));
        } catch (SQLException e) {
            throw new FailedException("the outbox " + location + " cannot be used: " + e.getMessage());
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (passwordFile != null) {
            properties.setProperty("password", SecretOption.read(spec, "--outbox-password-file", passwordFile));
        }
        return properties;
    }

    private ParameterException wrongUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
