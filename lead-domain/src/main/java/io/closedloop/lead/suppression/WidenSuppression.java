package io.closedloop.lead.suppression;

/**
 * The service has found the base of an e-mail address that was suppressed before suppressions had one.
 *
 * @param base the hash that the address shares with its plus-variants
 */
public record WidenSuppression(SuppressionId suppressionId, String base) {
    public static final String NAME = "WidenSuppression";
}
