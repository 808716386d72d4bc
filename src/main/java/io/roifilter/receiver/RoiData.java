package io.roifilter.receiver;

import io.roifilter.api.RoiInsert;
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
 * @param trackedId the link in the message; absent in the compact shape
 * @param account whose email it was
 * @param mesContId the message and the contact it went to
 * @param signed everything before the hash
 * @param hash as given, in whatever case
 */
record RoiData(OptionalLong trackedId, String account, long mesContId, String signed, String hash) {
    private static final String ACCOUNT = "(?<account>[A-Za-z0-9._-]{1,64})";
    private static final String MES_CONT_ID = "(?<mesContId>\\d{1,18})";
    private static final String HASH = "(?<hash>[0-9A-Fa-f]{32})";

    private static final Pattern LONG = Pattern.compile(
            "(?<signed>.*/(?<trackedId>\\d{1,18}):" + ACCOUNT + ":[A-Za-z]{1,8}:\\d{1,9}:" + MES_CONT_ID + ":)" + HASH);
    private static final Pattern COMPACT =
            Pattern.compile("(?<signed>[A-Za-z0-9]{1,64}-" + ACCOUNT + "-" + MES_CONT_ID + "-)" + HASH);

    /** Takes a text apart; empty if it has neither shape. Says nothing about whether the hash is right. */
    static Optional<RoiData> parse(String text) {
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
