package io.roifilter.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiData;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoiDataMintTest {
    private static final RoiDataMint MINT = new RoiDataMint("a roi secret ä");

    @Test
    void takesThePublishedLongShapeApart() {
        String text = "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58";
        assertEquals(
                new RoiData(
                        OptionalLong.of(3416623),
                        "619-295-1856",
                        97777016,
                        text.substring(0, text.length() - 32),
                        "D40E94EF977ACAA8AC1BE3F94318DC58"),
                RoiData.parse(text).orElseThrow());
    }

    @Test
    void takesThePublishedCompactShapeApart() {
        assertEquals(
                new RoiData(
                        OptionalLong.empty(),
                        "619-295-1856",
                        1242357,
                        "echo3-619-295-1856-1242357-",
                        "1daecd68df79e83bf13f244b9a880ab9"),
                RoiData.parse("echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9")
                        .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "D40E94EF977ACAA8AC1BE3F94318DC58",
                "http://echo.ct/3416623:619-295-1856:m:1:97777016:",
                "http://echo.ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC5",
                "http://echo.ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58F",
                "http://echo.ct/3416623:619-295-1856:m:1:97777016:G40E94EF977ACAA8AC1BE3F94318DC58",
                "http://echo.ct/x:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58",
                "http://echo.ct/9999999999999999999:1:m:1:1:D40E94EF977ACAA8AC1BE3F94318DC58",
                "http://echo.ct/٣:1:m:1:1:D40E94EF977ACAA8AC1BE3F94318DC58",
                "http://echo.ct/1:1:m:1:1:D40E94EF977ACAA8AC1BE3F94318DC58\n",
                "echo3-1242357-1daecd68df79e83bf13f244b9a880ab9",
                "echo3-1-x-1daecd68df79e83bf13f244b9a880ab9",
                "http://echo.example.com/1-1-1daecd68df79e83bf13f244b9a880ab9"
            })
    void otherShapesAreNotUnderstood(String text) {
        assertTrue(RoiData.parse(text).isEmpty());
    }

    /** Values made elsewhere from the description must agree: these are from {@code openssl dgst -sha256 -hmac}. */
    @Test
    void mintsBothPublishedShapes() {
        RoiDataMint mint = new RoiDataMint("secret");
        assertEquals(
                "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:A246E9C93C2B2AA75453CBD0D12464A7",
                mint.roiData("http://echo.example.com/ct", 3416623, "619-295-1856", 97777016));
        assertEquals(
                "echo3-619-295-1856-1242357-fd7c0377d710ea011383d04e43e490d8",
                mint.compactRoiData("echo3", "619-295-1856", 1242357));
    }

    @Test
    void slashAfterTheBaseIsAddedOnce() {
        assertEquals(MINT.roiData("http://a/ct", 1, "b", 2), MINT.roiData("http://a/ct/", 1, "b", 2));
    }

    @Test
    void recognizesItsOwnAndNoOthers() {
        String minted = MINT.compactRoiData("echo3", "a.b_c-d", 0);
        assertTrue(MINT.minted(RoiData.parse(minted).orElseThrow()));
        assertFalse(new RoiDataMint("another").minted(RoiData.parse(minted).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/ct, -1, acc, 1",
        "http://a/ct, 1, acc, -1",
        "http://a/ct, 1, a:b, 1",
        "http://a/ct, 1, '', 1",
        "http://a/ct, 1, ä, 1",
        "http://a b/ct, 1, acc, 1",
        "http://ä/ct, 1, acc, 1",
        "http://a/ct, 1000000000000000000, acc, 1"
    })
    void mintsNothingThatWouldNotBeUnderstood(String base, long trackedId, String account, long mesContId) {
        assertThrows(IllegalArgumentException.class, () -> MINT.roiData(base, trackedId, account, mesContId));
    }

    @Test
    void needsASecret() {
        assertThrows(IllegalArgumentException.class, () -> new RoiDataMint(""));
    }

    @Test
    void textFormShowsNoMoreThanTheBeginning() {
        String text = RoiData.parse(MINT.compactRoiData("echo3", "account", 1))
                .orElseThrow()
                .toString();
        assertEquals("RoiData[echo3-ac…]", text);
    }
}
