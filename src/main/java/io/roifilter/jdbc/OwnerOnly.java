package io.roifilter.jdbc;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files and directories for their owner alone, whatever the umask says, where the file system knows of owners. Never
 * follows a link: in a directory that others can write to, it would lead to a file of their choice.
 */
public final class OwnerOnly {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final Set<PosixFilePermission> FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OwnerOnly() {}

    /** What a new file is made with. */
    public static FileAttribute<?>[] file() {
        return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)} : new FileAttribute<?>[0];
    }

    /** What a new directory is made with. */
    static FileAttribute<?>[] directory() {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Makes an empty file if there is none, and narrows one that is there.
     *
     * @throws IOException if it cannot be made, or if there is something else than a file
     */
    static void ensureFile(Path file) throws IOException {
        try {
            Files.createFile(file, file());
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " is no file, but a link or a directory", e);
            }
        }
        narrow(file);
    }

    /**
     * Takes everybody else's rights to a file. Opens and closes it, by which POSIX ends all locks that this process has on
     * it: not for a file that is in use. What cannot be narrowed is left as it is, which is no reason to lose an order.
     */
    static void narrow(Path file) {
        if (!POSIX || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            // A second name of somebody else's file is as good as a link.
            boolean single =
                    Integer.valueOf(1).equals(Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
            if (single && !view.readAttributes().permissions().equals(FILE)) {
                view.setPermissions(FILE);
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Another's file, or a file system without owners.
        }
    }
}
