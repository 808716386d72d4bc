package io.roifilter.command;

import io.roifilter.admin.Doctor;
import io.roifilter.admin.DoctorSubject;
import io.roifilter.config.OutboxLocation;
import io.roifilter.config.Sources;
import io.roifilter.config.WebXml;
import io.roifilter.jdbc.ConnectionSource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries everything that can be tried from outside of a running application. */
@Command(
        name = "doctor",
        description =
                "Tries everything that can be tried from outside: the settings of a shop, its secret files, where its orders"
                        + " wait, and the endpoint, up to its word on the account's key, by a call that has no order in it. Each"
                        + " line says ok, or WRONG and what to do.",
        footer = {
            "",
            "Run it as the user that the server runs as, and in its environment: by the same ROI_… variables, and the same -D"
                    + " before -jar.",
            "",
            "Exit code: 0, all is well; 1, something is wrong; 2, wrong use."
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"--war", "--dir"},
            paramLabel = "APPLICATION",
            description =
                    "The shop's WAR, or the directory that it is unpacked in: its web.xml is looked at, and the files of"
                            + " Tomcat (META-INF/context.xml) and Jetty (WEB-INF/jetty-web.xml) in it.")
    private Path application;

    @Option(
            names = "--context-file",
            paramLabel = "FILE",
            description = "The file outside of the shop by which the server is told of it: Tomcat's"
                    + " conf/Catalina/localhost/shop.xml, or Jetty's webapps/shop.xml.")
    private Path contextFile;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "The directory of the embedded outbox, if outboxDirectory is not set.")
    private Path directory;

    @Option(names = "--driver", paramLabel = "JAR", description = "The JDBC driver for a shared outbox.")
    private Path driver;

    @Mixin
    private PageChoice page;

    @Option(
            names = "--link",
            paramLabel = "URL",
            description =
                    "A page that links in emails lead to: it is opened with roi_data=test, to see whether the click is"
                            + " kept, or lost by a redirect. Nothing is reported of it.")
    private URI link;

    private final Sources settings;
    private final PrintStream out;

    DoctorCommand(Sources settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        DoctorSubject subject = new DoctorSubject(
                Optional.ofNullable(application),
                files(),
                Optional.ofNullable(directory),
                page.site(),
                http("--link", link));
        int wrong = new Doctor(settings, subject, this::trouble, out).examine();
        return wrong == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Optional<WebXml> files() {
        if (application == null) {
            if (contextFile != null) {
                throw wrongUse("--context-file needs --war or --dir");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(WebXml.of(application, Optional.ofNullable(contextFile)));
        } catch (IOException e) {
            throw wrongUse("cannot read " + application + (contextFile == null ? "" : " and " + contextFile) + ": "
                    + e.getMessage());
        }
    }

    private Optional<URI> http(String option, URI given) {
        if (given != null
                && (given.getHost() == null
                        || !String.valueOf(given.getScheme()).matches("(?i)https?"))) {
            throw wrongUse(option + " " + given + ": must be an address that begins with https:// or http://");
        }
        return Optional.ofNullable(given);
    }

    private Optional<String> trouble(OutboxLocation.Jdbc location) {
        ConnectionSource source;
        try {
            source = ConnectionSource.ofUrl(location.url(), new Properties(), JdbcDriver.loader(driver));
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    JdbcDriver.named(e.getMessage()) + "; the shop needs it in WEB-INF/lib or the server's lib");
        }
        try {
            source.giveBack(source.take(), false);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(location + " cannot be used: " + e.getMessage()
                    + ". Correct the URL, user and password in it," + " or start the database");
        } finally {
            source.close();
        }
    }

    private ParameterException wrongUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
