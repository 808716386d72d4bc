package io.roifilter.container;

import java.util.Arrays;
import java.util.stream.Stream;

/** A server on a Java version. */
record Cell(Distribution distribution, int java) {
    /** Every distribution of this run with every promised Java version. */
    static Stream<Cell> all() {
        return Distribution.ofThisRun()
                .flatMap(distribution -> Stream.of(17, 25).map(java -> new Cell(distribution, java)));
    }

    /** And those of the other run on the Java version of the build. */
    static Stream<Cell> allAndOthers() {
        return Stream.concat(
                all(),
                Arrays.stream(Distribution.values())
                        .filter(distribution -> !distribution.isOfThisRun())
                        .map(Cell::onTheRunningJava));
    }

    /** Every distribution of this run once, on the Java version of the build. */
    static Stream<Cell> onTheRunningJava() {
        return Distribution.ofThisRun().map(Cell::onTheRunningJava);
    }

    private static Cell onTheRunningJava(Distribution distribution) {
        return new Cell(distribution, Runtime.version().feature());
    }

    @Override
    public String toString() {
        return distribution + " on Java " + java;
    }
}
