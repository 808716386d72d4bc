package io.roifilter.setup;

import io.roifilter.text.OneLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for an order in recorded requests, and proposes how to read it there. For one search. */
final class Proposer {
    private static final int MAX_PROPOSALS = 6;
    private static final int MAX_TYPED = 100;

    private final List<Replay> replays;
    private final List<Search> earlier;
    private final Clock clock;

    /**
     * @param visits oldest first
     * @param earlier what was looked for before
     */
    Proposer(List<Visited> visits, List<Search> earlier, Clock clock) {
        replays = visits.stream().map(Replay::of).toList();
        this.earlier = earlier;
        this.clock = clock;
    }

    /** @param orderId as an operator saw it, @param total likewise */
    Search search(String orderId, String total) {
        String typedId = OneLine.of(orderId, MAX_TYPED);
        String typedTotal = OneLine.of(total, MAX_TYPED);
        WantedId id = new WantedId(typedId);
        WantedTotal amount = new WantedTotal(typedTotal);
        List<String> notes = new ArrayList<>();
        if (id.isEmpty() || amount.isEmpty()) {
            notes.add(
                    id.isEmpty()
                            ? "Type the order number as you saw it, such as 1123."
                            : "Type the total as you saw it, one" + " number such as 16.50.");
            return new Search(typedId, typedTotal, List.of(), notes);
        }
        EarlierOrders others = new EarlierOrders(earlier, id);
        Drafts drafts = new Drafts(id, amount, replays, others, clock);
        Judge judge = new Judge(replays, id, amount, others, clock);
        List<Proposal> proposals = drafts.best().stream()
                .map(judge::proposal)
                .flatMap(Optional::stream)
                .limit(MAX_PROPOSALS)
                .toList();
        new Notes(replays, id, amount).add(drafts, proposals, notes);
        return new Search(typedId, typedTotal, proposals, notes);
    }
}
