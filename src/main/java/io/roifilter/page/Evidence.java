package io.roifilter.page;

import io.roifilter.text.OneLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what each {@link Sighting} says, by every {@link Convention} that recognizes it. */
final class Evidence {
    private static final int MAX_WARNINGS = 10;
    private static final int MAX_SHOWN = 60;

    private final Resolver resolver;
    private final List<Sighting> sightings;
    private final List<Statement> statements = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Optional<String>> beside = new HashMap<>();

    Evidence(Resolver resolver, List<Sighting> sightings) {
        this.resolver = resolver;
        this.sightings = sightings;
        for (int rank = 0; rank < Conventions.ALL.size(); rank++) {
            for (Sighting sighting : sightings) {
                look(Conventions.ALL.get(rank), rank, sighting);
            }
        }
    }

    /** In the order in which conventions are listed. */
    List<Statement> statements() {
        return statements;
    }

    List<String> warnings() {
        return warnings;
    }

    void warn(String warning) {
        if (warnings.size() < MAX_WARNINGS && !warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    private void look(Convention convention, int rank, Sighting sighting) {
        Stated stated = new Stated(resolver, sighting);
        if (convention.recognizes(sighting, stated)) {
            StatedId id = convention.id(stated);
            id.problem().ifPresent(problem -> warn(convention.label() + ": the id " + problem));
            if (id.text().isPresent() || convention.maySupportOthers()) {
                state(convention, rank, stated, id.text());
            }
        }
    }

    private void state(Convention convention, int rank, Stated stated, Optional<String> id) {
        StatedAmount amount = convention.amount(stated);
        if (amount.isNegative()) {
            warn(convention.label() + ": the amount is negative, so it is no order");
            return;
        }
        if (id.isEmpty() && amount.number().isEmpty()) {
            return;
        }
        amount.problem()
                .ifPresent(problem -> warn(convention.label() + ": the amount " + shown(convention, stated) + problem));
        Value currency = convention.currency(stated);
        Optional<String> code = StatedAmount.currency(currency)
                .or(amount::currency)
                .or(() -> beside.computeIfAbsent(
                        convention.name(), function -> Tags.currencyBeside(function, sightings, resolver)));
        statements.add(new Statement(
                convention,
                rank,
                id,
                amount.number(),
                code,
                code.isPresent() ? Optional.empty() : StatedAmount.unknownCurrency(currency),
                convention.tax(stated).number(),
                convention.shipping(stated).number()));
    }

    private static String shown(Convention convention, Stated stated) {
        return convention.amountValue(stated) instanceof Value.Text text
                ? "'" + OneLine.of(text.text(), MAX_SHOWN) + "' "
                : "";
    }
}
