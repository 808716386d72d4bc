package io.roifilter.outbox;

import java.util.Optional;

/**
 * What became of a change that an operator wanted of an entry. Immutable.
 *
 * @param entry as it was before
 * @param refusal why nothing was changed; empty if it was
 */
public record LedgerChange(LedgerEntry entry, Optional<String> refusal) {}
