package io.roifilter.setup;

/**
 * A setting that is proposed.
 *
 * @param name as in the README's table, such as {@code orderId}
 * @param value ready to be pasted, not escaped for any kind of file
 * @param reason why just this one, for an operator
 */
public record ProposedSetting(String name, String value, String reason) {}
