package io.roifilter.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a file really is, and why it cannot be there. */
final class RealPath {
    private RealPath() {}

    /** The file may not exist yet, and may be a link to somewhere else: the hold is on what it really is. */
    static Path of(Path file) throws IOException {
        try {
            Path absolute = file.toAbsolutePath();
            Files.createDirectories(absolute.getParent(), OwnerOnly.directory());
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : absolute.getParent().toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw failure("cannot use the directory of " + file, file, e);
        }
    }

    /** With what an operator can do where the reason alone, such as a read-only file system, says little. */
    static IOException failure(String what, Path file, IOException reason) {
        return new IOException(
                what + ": " + reason.getClass().getSimpleName() + ": " + reason.getMessage() + remedy(file), reason);
    }

    private static String remedy(Path file) {
        Path ancestor = file.toAbsolutePath().getParent();
        while (ancestor != null && Files.notExists(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor == null || Files.isWritable(ancestor)
                ? ""
                : "; this process may not write to " + ancestor
                        + ": name another directory in the settings, or allow it"
                        + " to (a systemd service by ReadWritePaths= or StateDirectory=, a container by a volume)";
    }
}
