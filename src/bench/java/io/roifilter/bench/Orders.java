package io.roifilter.bench;

import io.roifilter.api.RoiInsert;
import java.time.LocalDate;

/** Orders as shops have them, each with an id of its own. */
final class Orders {
    static final String ROI_DATA =
            "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58";

    private static final LocalDate DATE = LocalDate.of(2026, 11, 22);

    private Orders() {}

    static String id(long number) {
        return "2026-" + number;
    }

    static RoiInsert order(long number) {
        return new RoiInsert(ROI_DATA, "152.99", id(number), false, DATE);
    }
}
