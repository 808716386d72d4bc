package io.roifilter.setup;

import java.util.Map;

/**
 * An answer as it was sent, as far as it can be read. Never compared.
 *
 * @param contentType empty if it had none
 * @param source its text; empty if there was none to be read
 * @param trouble why less of it was read than there was; empty if all was
 */
record RecordedAnswer(int status, String contentType, Map<String, String> headers, String source, String trouble) {}
