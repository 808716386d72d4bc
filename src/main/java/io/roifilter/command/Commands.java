package io.roifilter.command;

import io.roifilter.config.Sources;
import io.roifilter.replay.ReplayCommand;
import io.roifilter.text.LogGuard;
import io.roifilter.text.Thrown;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** All commands of the jar. */
@Command(
        name = "java -jar roi-filter-VERSION-all.jar",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Commands.Version.class,
        description = "Looks after the orders that roi-filter keeps, and after its settings.",
        footer = {
            "",
            "COMMAND --help says more of each.",
            "",
            "Exit code: 0, done, or all is well; 1, something is wrong or left to do, as the output says; 2, wrong use,"
                    + " nothing was done."
        })
public final class Commands {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this and ends.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version and ends.")
    private boolean version;

    private Commands() {}

    /**
     * The commands, to be executed once.
     *
     * @param settings where they look for what no option says
     */
    public static CommandLine line(Sources settings, InputStream in, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Commands());
        line.addSubcommand(new DoctorCommand(settings, out));
        line.addSubcommand(new StatusCommand(settings, out, err));
        line.addSubcommand(new ListCommand(settings, out, err));
        line.addSubcommand(new ResendCommand(settings, out, err));
        line.addSubcommand(new DeleteCommand(settings, in, out, err));
        line.addSubcommand(new ReplayCommand(settings, in, out, err));
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((e, arguments) -> wrongUse(e, err))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
    }

    /** What was wrong, and where to read on; not the whole help, under which it would be lost. */
    private static int wrongUse(ParameterException e, PrintStream err) {
        err.println(e.getMessage());
        if (!e.getCommandLine().getSubcommands().isEmpty()) {
            e.getCommandLine().usage(err);
        } else {
            err.println("--help says more");
        }
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, PrintStream err) {
        err.println(LogGuard.oneLine(
                e instanceof FailedException
                        ? e.getMessage()
                        : "failed: " + Thrown.words(e) + " (" + Thrown.typeAndPlace(e) + ")"));
        return ExitCode.SOFTWARE;
    }

    /** As the jar says it of itself. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Commands.class.getPackage().getImplementationVersion())
                    .orElse("(not from its jar)");
            return new String[] {"roi-filter " + version, "Java " + System.getProperty("java.version")};
        }
    }
}
