package io.roifilter.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few MiB in memory, that can be filled and made read-only. Only root may mount one. */
final class SmallDisk {
    /** The log, of up to 8 MiB where no quiet moment comes, and as much again: what is full is made so by {@link #fill}. */
    private static final String SIZE = "size=16m";

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Skips the test where this process may not mount. */
    static SmallDisk mount(Path root) throws Exception {
        Files.createDirectories(root);
        boolean mounted = Command.succeeds("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", root.toString());
        Assumptions.assumeTrue(mounted, "needs the right to mount a tmpfs: run as root, on Linux");
        return new SmallDisk(root);
    }

    Path root() {
        return root;
    }

    /** Writes a file until there is room for nothing more. */
    void fill() {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // No space left on device.
        }
    }

    void empty() throws IOException {
        Files.delete(ballast());
    }

    void makeReadOnly() throws Exception {
        Command.require("mount", "-o", "remount,ro", root.toString());
    }

    void makeWritable() throws Exception {
        Command.require("mount", "-o", "remount,rw", root.toString());
    }

    void unmount() throws Exception {
        Command.unmount(root.toString());
    }

    private Path ballast() {
        return root.resolve("ballast");
    }
}
