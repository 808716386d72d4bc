package io.roifilter.bench;

/**
 * One row of the table of {@link WholeWayBenchmark}: what a shop does in a process of its own, from a cold start.
 *
 * @param name in the table
 * @param orders so many, in all
 * @param threads that place them
 * @param perSecond by all threads together; 0 for as fast as they can
 * @param durable whether each call waits for the disk
 * @param kind what is done
 */
record Step(String name, int orders, int threads, int perSecond, boolean durable, Kind kind) {
    /** Where the orders go. */
    enum Kind {
        /** Through the filters, and on to the endpoint. */
        DELIVERED,
        /** Through the filters; the endpoint is away. */
        AWAY,
        /** Into a file by the least that a group commit can be; no filter, no endpoint. */
        BARE,
        /** They wait already, and go on to the endpoint. */
        DRAINED,
        /** Left waiting for {@link #DRAINED}; no row of its own. */
        LEFT
    }

    /** As arguments of a process. */
    String[] arguments() {
        return new String[] {
            name,
            String.valueOf(orders),
            String.valueOf(threads),
            String.valueOf(perSecond),
            String.valueOf(durable),
            kind.name()
        };
    }

    static Step of(String[] arguments) {
        return new Step(
                arguments[0],
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Boolean.parseBoolean(arguments[4]),
                Kind.valueOf(arguments[5]));
    }
}
