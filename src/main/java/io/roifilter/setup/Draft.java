package io.roifilter.setup;

import io.roifilter.expression.PageOrderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A proposal that is being made. For one thread. */
final class Draft {
    private final Replay sample;
    private final UrlPattern pattern;
    private final String title;
    private final int worth;
    private final Optional<Candidate> id;
    private final Optional<Candidate> amount;
    private final List<String> reasons = new ArrayList<>();

    /**
     * @param sample on which both were found
     * @param id empty, as the total then is, if the page states the order by convention
     */
    Draft(
            Replay sample,
            UrlPattern pattern,
            String title,
            int worth,
            Optional<Candidate> id,
            Optional<Candidate> amount) {
        this.sample = sample;
        this.pattern = pattern;
        this.title = title;
        this.worth = worth;
        this.id = id;
        this.amount = amount;
    }

    Replay sample() {
        return sample;
    }

    UrlPattern pattern() {
        return pattern;
    }

    String title() {
        return title;
    }

    int worth() {
        return worth;
    }

    String orderId() {
        return id.map(Candidate::expression).orElse(PageOrderValues.ID);
    }

    String total() {
        return amount.map(Candidate::expression).orElse(PageOrderValues.AMOUNT);
    }

    Optional<Candidate> id() {
        return id;
    }

    Optional<Candidate> amount() {
        return amount;
    }

    boolean isByConvention() {
        return id.isEmpty();
    }

    /** The same expressions on another page are the same to an operator. */
    String key() {
        return orderId() + '\n' + total();
    }

    /** As far as an order is concerned; whether there is one, and its currency, is decided by others. */
    Proposed settings() {
        return new Proposed()
                .with(Proposed.CONFIRMATION, pattern.toString())
                .with(Proposed.ORDER_ID, orderId())
                .with(Proposed.AMOUNT, total());
    }

    List<String> reasons() {
        return reasons;
    }
}
