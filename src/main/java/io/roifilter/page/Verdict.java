package io.roifilter.page;

import io.roifilter.page.Convention.Basis;
import io.roifilter.text.OneLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What all tags of a page together say: one id is one order, several are none that could be told. */
final class Verdict {
    private static final int MAX_IDS = 5;
    private static final int MAX_SHOWN = 60;

    private final List<Statement> statements;
    private final List<String> warnings;

    private Verdict(List<Statement> statements, List<String> warnings) {
        this.statements = statements;
        this.warnings = new ArrayList<>(warnings);
    }

    static PageOrder of(List<Statement> statements, List<String> warnings) {
        return new Verdict(statements, warnings).order();
    }

    private PageOrder order() {
        List<String> ids = statements.stream()
                .flatMap(statement -> statement.id().stream())
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            return new PageOrder.None(List.copyOf(warnings));
        }
        if (ids.size() > 1) {
            List<String> shown = ids.stream()
                    .limit(MAX_IDS)
                    .map(id -> OneLine.of(id, MAX_SHOWN))
                    .toList();
            warnings.add("the page states several orders: " + String.join(", ", shown)
                    + (ids.size() > MAX_IDS ? " and more" : ""));
            return new PageOrder.Several(shown, List.copyOf(warnings));
        }
        return stated(ids.get(0));
    }

    private PageOrder stated(String id) {
        if (StatedId.isDocumented(id)) {
            warnings.add("the id " + id + " is that of an example in a documentation");
        }
        Statement source = own(id).filter(own -> own.amount().isPresent())
                .min(Comparator.comparing((Statement own) -> own.convention().basis())
                        .thenComparing(Statement::rank))
                .orElseGet(() -> own(id).findFirst().orElseThrow());
        Optional<BigDecimal> amount = source.amount().or(this::filledIn);
        if (source.amount().isEmpty() && amount.isPresent()) {
            warnings.add("the amount is that of tags which do not say of which order");
        }
        return new PageOrder.Stated(
                id,
                amount,
                currency(id, source, amount),
                beside(id, source, Statement::tax),
                beside(id, source, Statement::shipping),
                source.label(),
                agreed(id, source, amount),
                disagreed(id, amount),
                List.copyOf(warnings));
    }

    private Stream<Statement> own(String id) {
        return statements.stream().filter(statement -> statement.isOf(id));
    }

    private Stream<Statement> supporting() {
        return statements.stream().filter(statement -> statement.id().isEmpty());
    }

    /** Of tags without an id, if they all say the same. */
    private Optional<BigDecimal> filledIn() {
        List<Statement> others = supporting()
                .filter(statement -> statement.convention().basis() != Basis.LOOSE
                        && statement.amount().isPresent())
                .toList();
        Optional<BigDecimal> first = others.stream().findFirst().flatMap(Statement::amount);
        return first.filter(amount -> others.stream().allMatch(other -> other.hasAmount(amount)));
    }

    private Optional<String> currency(String id, Statement source, Optional<BigDecimal> amount) {
        Stream<Statement> others = Stream.concat(
                own(id), supporting().filter(other -> amount.isPresent() && other.hasAmount(amount.get())));
        List<String> codes =
                others.flatMap(other -> other.currency().stream()).distinct().toList();
        if (codes.size() > 1) {
            warnings.add("the page states several currencies: " + String.join(", ", codes));
        }
        return source.currency()
                .or(() -> codes.isEmpty() ? source.unknownCurrency() : Optional.of(String.join(" or ", codes)));
    }

    private Optional<BigDecimal> beside(String id, Statement source, Function<Statement, Optional<BigDecimal>> part) {
        return part.apply(source)
                .or(() -> own(id).flatMap(own -> part.apply(own).stream()).findFirst());
    }

    private List<String> agreed(String id, Statement source, Optional<BigDecimal> amount) {
        return Stream.concat(own(id), supporting())
                .filter(other -> other != source)
                .filter(other -> amount.map(other::hasAmount).orElse(other.isOf(id))
                        || other.isOf(id) && other.amount().isEmpty())
                .map(Statement::label)
                .filter(label -> !label.equals(source.label()))
                .distinct()
                .toList();
    }

    private List<String> disagreed(String id, Optional<BigDecimal> amount) {
        return Stream.concat(own(id), supporting())
                .filter(other -> amount.isPresent() && other.amount().isPresent() && !other.hasAmount(amount.get()))
                .map(other -> other.label() + ": " + other.amount().get().toPlainString())
                .distinct()
                .toList();
    }
}
