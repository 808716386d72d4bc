package io.roifilter.api;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A roi_data taken apart. Both published shapes are understood:
 *
 * <pre>
 * long     http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58
 *          └──────── base ─────────┘└─────┘ └──────────┘ │ │ └──────┘ └────────────── hash ────────────┘
 *                                  tracked id  account   │ │ message-contact id
 *                                                  medium  format
 *
 * compact  echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9
 *          └───┘ └──────────┘ └─────┘ └────────────── hash ────────────┘
 *          host    account    message-contact id
 * </pre>
 *
 * <p>Which number is which: the long shape begins like a link, by the number of the link (tracked id), and the one
 * before the hash is the message-contact id, the larger of the two as in the published example response. The compact
 * shape has one number; it stands where the long one has the message-contact id, between account and hash, and only
 * that one can credit an order to anybody. It has no tracked id.
 *
 * <p>The hash is 32 hexadecimal digits over everything before it, the separator included. Numbers have at most 18
 * digits; the account is made of letters, digits, dots, underscores and hyphens, at most 64 of them.
 *
 * <p>What a value of the long shape begins with, and whether the host of a compact one begins with a digit, is up to whoever
 * mints it, and {@link #parse} takes it as it is. <em>As published</em> a long value is an address of HTTP and the host
 * begins with a letter: only that tells a value from one with something before it, such as {@code <http://…} or
 * {@code 3Decho3-…}, which is what {@link #hasPublishedShape} is for.
 *
 * @param trackedId the link in the message; absent in the compact shape
 * @param account whose email it was
 * @param mesContId the message and the contact it went to
 * @param signed everything before the hash
 * @param hash as given, in whatever case
 */
public record RoiData(OptionalLong trackedId, String account, long mesContId, String signed, String hash) {
    /** The value of a link by which an operator tries the way to an order: it is read, shown, and neither kept nor sent. */
    public static final String TEST = "test";

    private static final String ACCOUNT =
            "(?<account>[A-Za-z0-9._-]{1,64}?)"; // as little as will do: the first hash ends a value
    private static final String MES_CONT_ID = "(?<mesContId>\\d{1,18})";
    private static final String HASH = "(?<hash>[0-9A-Fa-f]{32})";

    private static final String OF_LONG =
            "/(?<trackedId>\\d{1,18}):" + ACCOUNT + ":[A-Za-z]{1,8}:\\d{1,9}:" + MES_CONT_ID + ":)" + HASH;
    private static final String OF_COMPACT = "-" + ACCOUNT + "-" + MES_CONT_ID + "-)" + HASH;

    private static final Pattern LONG = Pattern.compile("(?<signed>.*" + OF_LONG);
    private static final Pattern COMPACT = Pattern.compile("(?<signed>[A-Za-z0-9]{1,64}" + OF_COMPACT);

    private static final Pattern PUBLISHED_LONG = Pattern.compile(
            "(?<signed>(?i:https?)://[A-Za-z0-9.-]{1,253}(:\\d{1,5})?(/[A-Za-z0-9._~-]{1,64}){0,8}" + OF_LONG);
    private static final Pattern PUBLISHED_COMPACT =
            Pattern.compile("(?<signed>[A-Za-z][A-Za-z0-9]{0,63}" + OF_COMPACT);

    /** Takes a text apart; empty if it has neither shape. Says nothing about whether the hash is right. */
    public static Optional<RoiData> parse(String text) {
        if (!RoiInsert.isRoiData(text)) {
            return Optional.empty();
        }
        Matcher matcher = LONG.matcher(text);
        if (matcher.matches()) {
            return Optional.of(of(matcher, OptionalLong.of(Long.parseLong(matcher.group("trackedId")))));
        }
        matcher = COMPACT.matcher(text);
        return matcher.matches() ? Optional.of(of(matcher, OptionalLong.empty())) : Optional.empty();
    }

    /** Tells whether a text has one of the shapes as they are published, and is no longer than roi_data may be. */
    public static boolean hasPublishedShape(CharSequence text) {
        return publishedEnd(text, 0) == text.length();
    }

    /**
     * Where a value of a published shape ends that begins here; -1 if none does. What comes behind it is not looked at.
     *
     * @param from an index of the text
     */
    public static int publishedEnd(CharSequence text, int from) {
        for (Pattern shape : new Pattern[] {PUBLISHED_LONG, PUBLISHED_COMPACT}) {
            Matcher matcher = shape.matcher(text).region(from, text.length());
            if (matcher.lookingAt() && matcher.end() - from <= RoiInsert.MAX_ROI_DATA) {
                return matcher.end();
            }
        }
        return -1;
    }

    /** Keeps the contact out of logs. */
    @Override
    public String toString() {
        return "RoiData[" + RoiInsert.abbreviate(signed) + "]";
    }

    private static RoiData of(Matcher matcher, OptionalLong trackedId) {
        return new RoiData(
                trackedId,
                matcher.group("account"),
                Long.parseLong(matcher.group("mesContId")),
                matcher.group("signed"),
                matcher.group("hash"));
    }
}
