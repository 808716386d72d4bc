package io.roifilter.admin;

import io.roifilter.outbox.LedgerEntry;
import java.util.List;
import java.util.Optional;

/**
 * What lies on a {@link Desk} at one moment. Immutable.
 *
 * @param history empty while the outbox does not tell
 * @param rejected the last of them first
 * @param waiting the longest of them first
 * @param orderId which is looked for
 * @param found all entries of that order
 * @param problem why the outbox does not tell; empty if it does
 */
record DeskView(
        Optional<History> history,
        List<LedgerEntry> rejected,
        List<LedgerEntry> waiting,
        Optional<String> orderId,
        List<LedgerEntry> found,
        String problem) {
    static DeskView away(Optional<String> orderId, String problem) {
        return new DeskView(Optional.empty(), List.of(), List.of(), orderId, List.of(), problem);
    }
}
