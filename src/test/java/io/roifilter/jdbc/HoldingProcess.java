package io.roifilter.jdbc;

import io.roifilter.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A second process that opens a database, says {@code opened} or {@code taken}, and stays until its input ends. */
final class HoldingProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private HoldingProcess(Process process) {
        this.process = process;
        output = process.inputReader();
    }

    static HoldingProcess start(Path database) throws IOException {
        return new HoldingProcess(JavaProcess.of(List.of(), HoldingProcess.class, "" + database)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What a process of its own finds when it opens the database now. */
    static String tries(Path database) throws Exception {
        try (HoldingProcess other = start(database)) {
            return other.says();
        }
    }

    String says() throws IOException {
        return output.readLine();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    public static void main(String[] args) throws IOException {
        Optional<SqliteFile> file = new SqliteFiles().open(Path.of(args[0]));
        System.out.println(file.isPresent() ? "opened" : "taken");
        System.out.flush();
        if (file.isPresent()) {
            System.in.read();
            file.get().close();
        }
    }
}
