package io.roifilter.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java of the version that runs the tests, in a process of its own. */
public final class JavaProcess {
    private JavaProcess() {}

    /**
     * The command that starts it, told not to spend time on what only a long life pays for.
     *
     * @param arguments options, then {@code -jar} and a file, or a class, then what it is to be told
     */
    public static ProcessBuilder of(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** The same for a class of the tests. */
    public static ProcessBuilder of(List<String> options, Class<?> main, String... arguments) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        all.addAll(List.of(arguments));
        return of(all);
    }
}
