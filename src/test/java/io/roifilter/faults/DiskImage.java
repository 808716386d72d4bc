package io.roifilter.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A small disk in a file, with a file system of some kind, that can be filled and taken away. Only root may mount one. */
final class DiskImage {
    /** File systems, by the commands that make them as small as they can be. */
    enum Kind {
        EXT4(32, "mkfs.ext4", "-q", "-F", "-m", "0"),
        XFS(300, "mkfs.xfs", "-q", "-f"),
        /** Data and what is to be known about it in the same blocks, in which nothing is left for either once it is full. */
        BTRFS(128, "mkfs.btrfs", "-q", "-f", "-M");

        private final int mebibytes;
        private final List<String> command;

        Kind(int mebibytes, String... command) {
            this.mebibytes = mebibytes;
            this.command = List.of(command);
        }
    }

    private final Path image;
    private final Path root;
    private final String device;

    private DiskImage(Path image, Path root, String device) {
        this.image = image;
        this.root = root;
        this.device = device;
    }

    /** Skips the test where this process may not mount, or where there is no such file system. */
    static DiskImage mount(Path directory, Kind kind) throws Exception {
        Path image = directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) kind.mebibytes << 20);
        }
        String[] make = new String[kind.command.size() + 1];
        kind.command.toArray(make);
        make[make.length - 1] = image.toString();
        Assumptions.assumeTrue(succeeds(make), "SKIPPED: " + kind.command.get(0) + " is not installed");
        String device = output("losetup", "--find", "--show", image.toString());
        Path root = Files.createDirectory(directory.resolve("disk"));
        boolean mounted = !device.isEmpty() && succeeds("mount", device, root.toString());
        if (!mounted && !device.isEmpty()) {
            succeeds("losetup", "-d", device);
        }
        Assumptions.assumeTrue(mounted, "SKIPPED: needs the right to mount a disk image: run as root, on Linux");
        return new DiskImage(image, root, device);
    }

    Path root() {
        return root;
    }

    /** Writes files until there is room for nothing more, down to single bytes. */
    void fill() throws Exception {
        for (int size = 1 << 20; size > 0; size /= 8) {
            Path file = root.resolve("ballast-" + size);
            byte[] block = new byte[size];
            try (OutputStream out = Files.newOutputStream(file)) {
                while (true) {
                    out.write(block);
                }
            } catch (IOException e) {
                // No space left on device.
            }
            succeeds("sync", "-f", root.toString());
        }
    }

    void empty() throws Exception {
        for (int size = 1 << 20; size > 0; size /= 8) {
            Files.deleteIfExists(root.resolve("ballast-" + size));
        }
        succeeds("sync", "-f", root.toString());
    }

    /** Takes the medium away under the file system: what is not in the machine's memory can be neither read nor written. */
    void remove() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(0);
        }
        succeeds("losetup", "-c", device);
        succeeds("xfs_io", "-x", "-c", "shutdown", root.toString()); // ext4 does not notice by itself
        Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
    }

    void unmount() throws Exception {
        if (!succeeds("umount", root.toString())) {
            succeeds("umount", "-l", root.toString()); // a process that a test left behind has it in use
        }
        succeeds("losetup", "-d", device);
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    private static String output(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output.strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
