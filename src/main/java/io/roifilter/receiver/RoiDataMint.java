package io.roifilter.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roifilter.api.RoiData;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Makes the roi_data values that belong into the links of an email, and recognizes its own. Thread-safe.
 *
 * <p>The hash at the end of a value is the first 16 bytes of HMAC-SHA256 over everything before it (the separator
 * included, as UTF-8), keyed by the secret, as 32 hexadecimal digits.
 *
 * <p>{@link RoiApiServlet} publishes the mint of its own secret to the web application, so that a JSP page can
 * write:
 *
 * <pre>{@code
 * <c:url var="link" value="/product/7">
 *   <c:param name="roi_data"
 *       value="${roiDataMint.roiData('http://echo.example.com/ct', 3416623, '619-295-1856', 97777016)}"/>
 * </c:url>
 * }</pre>
 */
public final class RoiDataMint {
    private static final int HASH_BYTES = 16;

    private final byte[] key;

    /**
     * @param roiSecret the key of the hash, the {@code roiSecret} of the endpoint that shall accept the values
     * @throws IllegalArgumentException if it is empty
     */
    public RoiDataMint(String roiSecret) {
        if (roiSecret.isEmpty()) {
            throw new IllegalArgumentException("roiSecret must not be empty");
        }
        key = roiSecret.getBytes(UTF_8);
    }

    /**
     * A value in the long published shape, such as
     * {@code http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58}. As the
     * value of a query parameter it is to be URL-encoded like any other.
     *
     * @param base what the value begins with, such as {@code http://echo.example.com/ct}; a slash is added if it ends
     *     without one
     * @param trackedId the number of the link, not negative
     * @param account letters, digits, dots, underscores and hyphens, 1 to 64
     * @param mesContId the number of the message and its contact, not negative
     * @throws IllegalArgumentException if the endpoint would not understand the result
     */
    public String roiData(String base, long trackedId, String account, long mesContId) {
        String slash = base.endsWith("/") ? "" : "/";
        String signed = base + slash + trackedId + ":" + account + ":m:1:" + mesContId + ":";
        return understood(signed + hexHash(signed).toUpperCase(Locale.ROOT));
    }

    /**
     * A value in the compact published shape, such as
     * {@code echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9}. It names no link.
     *
     * @param host letters and digits, 1 to 64
     * @param account letters, digits, dots, underscores and hyphens, 1 to 64
     * @param mesContId the number of the message and its contact, not negative
     * @throws IllegalArgumentException if the endpoint would not understand the result
     */
    public String compactRoiData(String host, String account, long mesContId) {
        String signed = host + "-" + account + "-" + mesContId + "-";
        return understood(signed + hexHash(signed));
    }

    /** Tells whether the hash is this mint's. Takes the same time whichever digit is wrong. */
    boolean minted(RoiData roiData) {
        return MessageDigest.isEqual(hash(roiData.signed()), HexFormat.of().parseHex(roiData.hash()));
    }

    private String hexHash(String signed) {
        return HexFormat.of().formatHex(hash(signed));
    }

    private byte[] hash(String signed) {
        // A Mac of its own each time: they are not thread-safe.
        byte[] mac =
                HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, key).doFinal(signed.getBytes(UTF_8));
        return Arrays.copyOf(mac, HASH_BYTES);
    }

    /** Catches arguments with a separator in them, a negative number, a space or a letter beyond ASCII. */
    private static String understood(String value) {
        if (RoiData.parse(value).isEmpty()) {
            throw new IllegalArgumentException("these do not make a roi_data: at most 512 printable ASCII characters in"
                    + " all, numbers not negative and of at most 18 digits, account of letters, digits, '.', '_', '-'");
        }
        return value;
    }
}
