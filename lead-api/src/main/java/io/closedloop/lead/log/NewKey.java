package io.closedloop.lead.log;

import io.closedloop.lead.stream.Effect;
import java.util.UUID;

/**
 * A lead or stream gets its own key.
 *
 * @param owner the id of the lead or stream
 */
public record NewKey(UUID owner, WrappedKey key) implements Effect {}
