package io.roifilter.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A small disk in a file, with a file system of some kind, that can be filled, frozen and taken away. Only root may mount one. */
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
    private boolean frozen;

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
        Assumptions.assumeTrue(Command.succeeds(make), "SKIPPED: " + kind.command.get(0) + " is not installed");
        String device = Command.output("losetup", "--find", "--show", image.toString());
        Path root = Files.createDirectory(directory.resolve("disk"));
        boolean mounted = !device.isEmpty() && Command.succeeds("mount", device, root.toString());
        if (!mounted && !device.isEmpty()) {
            Command.succeeds("losetup", "-d", device);
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
            Command.succeeds("sync", "-f", root.toString());
        }
    }

    void empty() throws Exception {
        for (int size = 1 << 20; size > 0; size /= 8) {
            Files.deleteIfExists(root.resolve("ballast-" + size));
        }
        Command.succeeds("sync", "-f", root.toString());
    }

    /** Takes the medium away under the file system: what is not in the machine's memory can be neither read nor written. */
    void remove() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(0);
        }
        Command.succeeds("losetup", "-c", device);
        Command.succeeds("xfs_io", "-x", "-c", "shutdown", root.toString()); // ext4 does not notice by itself
        Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
    }

    /** Skips the test where a file system cannot be frozen. */
    void requireFreezing() throws Exception {
        Assumptions.assumeTrue(
                Command.succeeds("fsfreeze", "--freeze", root.toString())
                        && Command.succeeds("fsfreeze", "--unfreeze", root.toString()),
                "SKIPPED: needs fsfreeze, of util-linux, and the right to use it");
    }

    /** From now on it does not answer: what is written waits, and cannot be given up. */
    void freeze() throws Exception {
        Command.require("fsfreeze", "--freeze", root.toString());
        frozen = true;
    }

    /** What was to be written is written. */
    void thaw() throws Exception {
        if (frozen) {
            Command.require("fsfreeze", "--unfreeze", root.toString());
            frozen = false;
        }
    }

    void unmount() throws Exception {
        thaw();
        Command.unmount(root.toString());
        Command.succeeds("losetup", "-d", device);
    }
}
