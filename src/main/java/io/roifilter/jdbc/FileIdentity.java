package io.roifilter.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Tells a file from another that later has its name.
 *
 * @param key as the file system has it; null where files have no identity
 */
record FileIdentity(Path file, Object key) {
    static FileIdentity of(Path file) {
        try {
            return new FileIdentity(file, attributes(file).fileKey());
        } catch (IOException e) {
            return new FileIdentity(file, null);
        }
    }

    /** Whether the name is nobody's now, or another's. */
    boolean isGone() {
        try {
            return key != null && !key.equals(attributes(file).fileKey());
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return isBehindAFile(); // else nobody knows: not the moment to give up what is open
        }
    }

    private boolean isBehindAFile() {
        Path ancestor = file.getParent();
        while (ancestor != null && !Files.exists(ancestor)) {
            ancestor = ancestor.getParent();
        }
        return ancestor != null && !Files.isDirectory(ancestor);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
