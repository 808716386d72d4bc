package io.roifilter.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system on a disk that can stop answering: what is written waits, and cannot be given up, until it goes on. Only
 * root may mount one, on Linux.
 */
final class FreezingDisk {
    private final Path root;
    private boolean frozen;

    private FreezingDisk(Path root) {
        this.root = root;
    }

    /**
     * Skips the test where this process may not mount.
     *
     * @param directory for the disk's image, and to mount it in
     */
    static FreezingDisk mount(Path directory) throws Exception {
        Path image = directory.resolve("disk.img");
        Path root = Files.createDirectories(directory.resolve("disk"));
        boolean mounted = succeeds("truncate", "-s", "64m", image.toString())
                && succeeds("mkfs.ext4", "-q", "-F", image.toString())
                && succeeds("mount", "-o", "loop", image.toString(), root.toString());
        Assumptions.assumeTrue(mounted, "needs mkfs.ext4 and the right to mount a loop device: run as root, on Linux");
        FreezingDisk disk = new FreezingDisk(root);
        if (!succeeds("fsfreeze", "--freeze", root.toString())
                || !succeeds("fsfreeze", "--unfreeze", root.toString())) {
            disk.unmount();
            Assumptions.abort("needs fsfreeze, of util-linux, and the right to use it");
        }
        return disk;
    }

    Path root() {
        return root;
    }

    /** From now on nothing is written. */
    void freeze() throws Exception {
        require("fsfreeze", "--freeze", root.toString());
        frozen = true;
    }

    /** What was to be written is written. */
    void thaw() throws Exception {
        if (frozen) {
            require("fsfreeze", "--unfreeze", root.toString());
            frozen = false;
        }
    }

    void unmount() throws Exception {
        thaw();
        if (!succeeds("umount", root.toString())) {
            require("umount", "-l", root.toString()); // a process that a test left behind has it in use
        }
    }

    private static void require(String... command) throws Exception {
        if (!succeeds(command)) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }
}
