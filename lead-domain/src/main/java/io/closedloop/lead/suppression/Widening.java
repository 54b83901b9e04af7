package io.closedloop.lead.suppression;

import io.closedloop.lead.stream.Effect;

/**
 * One suppression covers its address's plus-variants from now on, if it has not ended and does not do so already.
 *
 * @param base the hash that the address shares with its plus-variants
 */
public record Widening(SuppressionId suppressionId, String base) implements Effect {}
