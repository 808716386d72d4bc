package io.roifilter.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads a value from a file, as container platforms hand out secrets. The content is in no message. */
public final class SecretFile {
    private static final int MAX_BYTES = 1 << 16;

    /** Says what is the matter with the file, to follow a colon after its path. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1;

        private UnusableException(String matter) {
            super("must be the path of a file with the value; " + matter);
        }
    }

    private SecretFile() {}

    /**
     * The content without white space around it.
     *
     * @param base where a relative path begins
     * @throws UnusableException if there is no such content; the message says why
     */
    public static String read(Path base, String path) throws UnusableException {
        byte[] bytes = bytes(base, path);
        if (bytes.length > MAX_BYTES) {
            throw new UnusableException("this one has more than " + MAX_BYTES + " bytes");
        }
        String content = decode(bytes).strip();
        if (content.isEmpty()) {
            throw new UnusableException("this one is empty");
        }
        return content;
    }

    /** Whether every user of the machine can read or change it, as far as that can be told. */
    public static boolean isEverybodys(Path file) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            return rights.contains(PosixFilePermission.OTHERS_READ)
                    || rights.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** What is said of one that {@linkplain #isEverybodys is everybody's}. */
    public static String warning(Object file) {
        return file + " holds a secret, and every user of this machine can read or change it: chmod o-rwx " + file;
    }

    /** The path for messages; hidden if it does not look like one, because it could be the secret in the wrong place. */
    static String show(Path base, String text) {
        try {
            Path path = Path.of(text);
            Path parent = path.getParent();
            if (path.isAbsolute()) {
                return text;
            }
            return parent != null && Files.isDirectory(base.resolve(parent))
                    ? base.resolve(path).toString()
                    : Redaction.HIDDEN;
        } catch (InvalidPathException | SecurityException e) {
            return Redaction.HIDDEN;
        }
    }

    private static byte[] bytes(Path base, String text) throws UnusableException {
        try {
            Path given = Path.of(text);
            Path path = base.resolve(given);
            // A pipe would block, a device might never end.
            if (!Files.isRegularFile(path)) {
                throw new UnusableException(
                        Files.exists(path)
                                ? "this one is no regular file"
                                : "none is to be seen there" + (given.isAbsolute() ? "" : ", below " + base));
            }
            try (InputStream in = Files.newInputStream(path)) {
                return in.readNBytes(MAX_BYTES + 1);
            }
        } catch (AccessDeniedException | SecurityException e) {
            throw new UnusableException("this process may not read it");
        } catch (IOException e) {
            throw new UnusableException("it cannot be read: " + e.getClass().getSimpleName());
        } catch (InvalidPathException e) {
            throw new UnusableException("this is no path");
        }
    }

    private static String decode(byte[] bytes) throws UnusableException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Some editors begin a file with a byte order mark.
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnusableException("this one is not UTF-8 text");
        }
    }
}
