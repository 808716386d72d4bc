package io.roifilter;

import io.roifilter.command.Commands;
import io.roifilter.config.Sources;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The commands of the self-contained jar: {@code java -jar roi-filter-VERSION-all.jar COMMAND}; {@code --help} lists them.
 * No part of an application.
 */
public final class Main {
    /** Where an operator asks java.util.logging for more. */
    private static final String LOG_SETTINGS = "java.util.logging.config.file";

    private Main() {}

    /**
     * Runs a command and ends the process, with exit code 0 if all is done or well, 1 if something is wrong or left to do, 2
     * if the command was called wrongly and nothing was done.
     *
     * @param arguments the name of a command, its options and what they are about
     */
    public static void main(String[] arguments) {
        Logger ours = quieten();
        int exitCode = Commands.line(Sources.ofProcess(), System.in, System.out, System.err)
                .execute(arguments);
        System.out.flush();
        ours.getName(); // kept until here: java.util.logging forgets the level of a logger that nobody has
        System.exit(exitCode);
    }

    /** What a command has to say it says itself: the log of its parts would stand between its lines. */
    private static Logger quieten() {
        Logger ours = Logger.getLogger("io.roifilter");
        if (System.getProperty(LOG_SETTINGS) == null) {
            ours.setLevel(Level.OFF);
        }
        return ours;
    }
}
