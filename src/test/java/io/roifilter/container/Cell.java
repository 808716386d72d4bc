package io.roifilter.container;

import java.util.Arrays;
import java.util.stream.Stream;

/** A server on a Java version. */
record Cell(Container container, int java) {
    /** Every container with every promised Java version. */
    static Stream<Cell> all() {
        return Arrays.stream(Container.values())
                .flatMap(container -> Stream.of(17, 25).map(java -> new Cell(container, java)));
    }

    /** Every container once, on the Java version of the build. */
    static Stream<Cell> onTheRunningJava() {
        return Arrays.stream(Container.values())
                .map(container -> new Cell(container, Runtime.version().feature()));
    }

    @Override
    public String toString() {
        return container + " on Java " + java;
    }
}
