package io.roifilter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacificDayTest {
    /** With days of 23 and 25 hours, and back and forth, as several threads ask. */
    @Test
    void isTheDateInPacificTimeWhateverWasAskedBefore() {
        Random random = new Random(13);
        long year = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
        for (int round = 0; round < 20_000; round++) {
            LocalDate date = LocalDate.ofEpochDay(year / 86_400 + random.nextInt(366));
            long midnight = date.atStartOfDay(RoiInsert.TIME_ZONE).toEpochSecond();
            long second = midnight + random.nextInt(5) - 2;
            assertEquals(
                    LocalDate.ofInstant(Instant.ofEpochSecond(second), RoiInsert.TIME_ZONE), PacificDay.at(second));
        }
    }

    @Test
    void isNotMadeAnewForEachOrderOfADay() {
        Instant noon = Instant.parse("2026-11-28T20:00:00Z");
        assertSame(RoiInsert.today(noon), RoiInsert.today(noon.plusSeconds(3600).toEpochMilli()));
    }

    @Test
    void knowsTheFirstAndTheLastDaysOfTime() {
        assertEquals(LocalDate.of(1969, 12, 31), RoiInsert.today(-1));
        Instant farAway = Instant.parse("+999999999-12-31T23:00:00Z");
        assertEquals(LocalDate.ofInstant(farAway, RoiInsert.TIME_ZONE), RoiInsert.today(farAway));
    }
}
