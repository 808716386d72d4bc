package io.roifilter.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Base64;

/** Values of roi_data as links in emails have them. */
public final class Clicks {
    public static final String CLICK = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";
    public static final String OTHER_CLICK =
            "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58";
    public static final String EVERY_CHARACTER =
            IntStream.rangeClosed('!', '~').mapToObj(Character::toString).collect(Collectors.joining());
    /** Of the greatest length, with every character allowed. */
    public static final String LONGEST = EVERY_CHARACTER.repeat(6).substring(0, 512);

    public static final String TOO_LONG = LONGEST + "x";

    /** In every form in which they may be seen on their way. */
    public static final List<String> ALL = Stream.of(CLICK, OTHER_CLICK, EVERY_CHARACTER)
            .flatMap(click -> Stream.of(click, encoded(click), inCookie(click).substring("r1.".length())))
            .toList();

    private Clicks() {}

    /** As a query string and JavaScript's {@code encodeURIComponent} have it. */
    public static String encoded(String roiData) {
        return URLEncoder.encode(roiData, StandardCharsets.UTF_8);
    }

    /** Whether a header sets a cookie of ours with this value. */
    public static boolean isIn(String setCookie, String name, String roiData) {
        String base64 = Base64.encodeBase64URLSafeString(roiData.getBytes(StandardCharsets.US_ASCII));
        return setCookie.startsWith(name + "=r2.") && setCookie.contains("." + base64 + ";");
    }

    /** A value of our cookie, without the time of the click. */
    public static String inCookie(String roiData) {
        return "r1." + Base64.encodeBase64URLSafeString(roiData.getBytes(StandardCharsets.US_ASCII));
    }
}
