package io.roifilter.outbox;

import io.roifilter.api.RoiInsert;
import io.roifilter.testing.Eventually;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Orders to test with. */
final class Orders {
    static final Duration LEASE = Duration.ofMinutes(1);

    private Orders() {}

    static RoiInsert order(String id) {
        return order(id, false);
    }

    static RoiInsert order(String id, boolean ignoreDuplicates) {
        return new RoiInsert(
                "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9",
                "152.99",
                id,
                ignoreDuplicates,
                LocalDate.of(2026, 11, 22));
    }

    /** Claims so many that have just been accepted; a database's clock may go back by a few milliseconds meanwhile. */
    static List<Entry> claim(Outbox outbox, int number) throws Exception {
        List<Entry> claimed = new ArrayList<>();
        Eventually.assertEventually(number, () -> {
            claimed.addAll(outbox.claim(number - claimed.size(), LEASE));
            return claimed.size();
        });
        return claimed;
    }

    /** Claims all that is due, in as many rounds as it takes. */
    static List<Entry> claimAll(Outbox outbox) {
        List<Entry> all = new ArrayList<>();
        for (List<Entry> some = outbox.claim(500, LEASE); !some.isEmpty(); some = outbox.claim(500, LEASE)) {
            all.addAll(some);
        }
        return all;
    }

    static List<String> ids(List<Entry> entries) {
        return entries.stream().map(entry -> entry.call().reference()).sorted().toList();
    }
}
