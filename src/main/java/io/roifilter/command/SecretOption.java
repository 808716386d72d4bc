package io.roifilter.command;

import io.roifilter.config.SecretFile;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A secret in a file that an option names, as other users of the machine can see what stands in an option. */
final class SecretOption {
    private SecretOption() {}

    /**
     * Reads it, and says so if others can read it, too.
     *
     * @param option its name, for what is said
     * @throws ParameterException if there is none to read
     */
    static String read(CommandSpec spec, String option, String file) {
        Path base = Path.of("").toAbsolutePath();
        try {
            String secret = SecretFile.read(base, file);
            if (SecretFile.isEverybodys(base.resolve(file))) {
                spec.commandLine().getErr().println(SecretFile.warning(file));
            }
            return secret;
        } catch (SecretFile.UnusableException e) {
            throw new ParameterException(spec.commandLine(), option + " " + file + ": " + e.getMessage());
        }
    }
}
