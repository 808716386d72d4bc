package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "PT3M21.175770957S, 201s",
        "PT0S, 0s",
        "PT-5S, 0s",
        "PT0.0000001S, 1ms",
        "PT0.2504S, 250ms",
        "PT1.5S, 1500ms",
        "PT5S, 5s",
        "PT15S, 15s",
        "PT59.6S, 60s",
        "PT10M, 10m",
        "PT1H1M, 61m",
        "PT12H, 12h",
        "P2DT3H20M, 51h",
        "P30D, 30d",
        "P3650D, 3650d"
    })
    void whatIsShownIsRoundedAndCanBeTyped(Duration duration, String expected) {
        String text = Durations.text(duration);
        assertEquals(expected, text);
        assertTrue(Durations.parse(text).isPresent());
    }
}
