package io.roifilter.container;

import java.util.Arrays;
import java.util.stream.Stream;

/** A server on a Java version. */
record Cell(Distribution distribution, int java) {
    /** Every distribution with every promised Java version. */
    static Stream<Cell> all() {
        return Arrays.stream(Distribution.values())
                .flatMap(distribution -> Stream.of(17, 25).map(java -> new Cell(distribution, java)));
    }

    /** Every distribution once, on the Java version of the build. */
    static Stream<Cell> onTheRunningJava() {
        return Arrays.stream(Distribution.values())
                .map(distribution -> new Cell(distribution, Runtime.version().feature()));
    }

    @Override
    public String toString() {
        return distribution + " on Java " + java;
    }
}
