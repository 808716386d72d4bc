package io.roifilter.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What each form of the status page carries, so that a page of another site cannot press its buttons: that one can send what
 * it likes, with the password that the browser knows, but cannot read our page. Immutable.
 */
public final class FormToken {
    /** The name of its field. */
    public static final String FIELD = "token";

    private static final int BYTES = 32;

    private final String text;

    /** One of its own, that nobody can guess. */
    public FormToken() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        text = HexFormat.of().formatHex(random);
    }

    /** For a form. */
    @Override
    public String toString() {
        return text;
    }

    /** @param given may be null */
    public boolean matches(String given) {
        return given != null
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }
}
