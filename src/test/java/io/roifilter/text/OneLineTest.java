package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void replacesWhatBreaksOrForgesALine() {
        assertEquals("a  b c d?e?f", OneLine.of(" a\r\nb\u2028c\u0085d\u202ee\ud800f\n", 50));
        assertEquals("Grüße 😀", OneLine.of("Grüße 😀", 50));
    }

    @Test
    void cutsWithoutSplittingACharacter() {
        assertEquals("12345", OneLine.of("12345", 5));
        assertEquals("1234…", OneLine.of("123456", 5));
        assertEquals("123…", OneLine.of("123😀56", 5));
        assertEquals("12😀…", OneLine.of("12😀56", 5));
        assertEquals("", OneLine.of("", 5));
        assertEquals("", OneLine.of(null, 5));
    }
}
