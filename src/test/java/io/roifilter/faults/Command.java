package io.roifilter.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system's. */
final class Command {
    private Command() {}

    /** @throws IOException if it fails */
    static void require(String... command) throws Exception {
        if (!succeeds(command)) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    /** False also if there is no such command. */
    static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it prints; nothing if it fails. */
    static String output(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output.strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    static void unmount(String root) throws InterruptedException {
        if (!succeeds("umount", root)) {
            succeeds("umount", "-l", root); // a process that a test left behind has it in use
        }
    }
}
