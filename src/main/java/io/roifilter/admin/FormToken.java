package io.roifilter.admin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What each form of the status page carries, so that a page of another site cannot press its buttons: that one can send what
 * it likes, with the password that the browser knows, but cannot read our page. Thread-safe.
 */
public final class FormToken {
    /** The name of its field. */
    public static final String FIELD = "token";

    private static final int BYTES = 32;
    private static final int ROUNDS = 200_000;
    private static final String PURPOSE = "forms of the status page of roi-filter";

    private final Optional<String> password;
    private String text; // null until it is asked for; guarded by this

    /**
     * One that nobody can guess. With a password it is made from that, so that all nodes behind one address have the same; slowly, so
     * that a page that somebody has kept is no help in guessing the password.
     *
     * @param password of the page
     */
    public FormToken(Optional<String> password) {
        this.password = password;
        if (password.isEmpty()) {
            text = random();
        }
    }

    /** For a form. */
    @Override
    public synchronized String toString() {
        if (text == null) {
            text = derived(password.orElseThrow());
        }
        return text;
    }

    /** @param given may be null */
    public boolean matches(String given) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String derived(String password) {
        try {
            PBEKeySpec spec =
                    new PBEKeySpec(password.toCharArray(), PURPOSE.getBytes(StandardCharsets.UTF_8), ROUNDS, 8 * BYTES);
            return HexFormat.of()
                    .formatHex(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks PBKDF2", e); // which every one has to have
        }
    }

    private static String random() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
