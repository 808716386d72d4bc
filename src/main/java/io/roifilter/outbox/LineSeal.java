package io.roifilter.outbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows of a line in a log that an application with a certain shared secret wrote it, and that it is as it was: visitors,
 * the endpoint and the shop itself can have any text written into the same log, but none with the right check. The check
 * is the beginning of the HMAC-SHA256 of the text, with the secret as key. Thread-safe.
 */
public final class LineSeal {
    /** What stands for a check where there is none. */
    static final String NONE = "none";

    /** So that a check is good for nothing else, and nothing else for a check. */
    private static final byte[] PURPOSE = "roi-filter unstored order\n".getBytes(StandardCharsets.US_ASCII);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final SecretKeySpec key; // null: it seals nothing

    private LineSeal(SecretKeySpec key) {
        this.key = key;
    }

    /** A seal by the shared secret. */
    public static LineSeal of(String sharedSecret) {
        LineSeal seal = new LineSeal(new SecretKeySpec(sharedSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        seal.check(""); // loads what it takes while everything is well
        return seal;
    }

    /** A seal that seals nothing. */
    public static LineSeal none() {
        return new LineSeal(null);
    }

    /** The check of a text. Never fails: an order without one is better than no order. */
    String check(String text) {
        if (key == null) {
            return NONE;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(PURPOSE);
            byte[] whole = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, BYTES);
        } catch (GeneralSecurityException | RuntimeException e) {
            return NONE;
        }
    }

    /** Whether the check is that of the text. */
    public boolean fits(String text, String check) {
        return key != null
                && !check.equals(NONE)
                && MessageDigest.isEqual(
                        check(text).getBytes(StandardCharsets.US_ASCII), check.getBytes(StandardCharsets.UTF_8));
    }
}
