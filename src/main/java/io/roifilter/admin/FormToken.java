package io.roifilter.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * What each form of the status page carries, so that a page of another site cannot press its buttons: that one can send what
 * it likes, with the password that the browser knows, but cannot read our page. Immutable.
 */
public final class FormToken {
    /** The name of its field. */
    public static final String FIELD = "token";

    private static final int BYTES = 32;
    private static final String PURPOSE = "forms of the status page of roi-filter";

    private final String text;

    /**
     * One that nobody can guess. With a password it is made from that, so that all nodes behind one address have the same.
     *
     * @param password of the page
     */
    public FormToken(Optional<String> password) {
        text = password.map(key -> new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmacHex(PURPOSE))
                .orElseGet(FormToken::random);
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

    private static String random() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
