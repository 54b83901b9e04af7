package io.closedloop.lead.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The touch that a registration becomes if one open lead is this person already. The registration says by which channel
 * and campaign the touch came.
 *
 * @param reachedHuman whether a person was reached; null where nobody said
 */
public record TouchInstead(
        TouchType type,
        TouchedBy by,
        @Nullable Boolean reachedHuman,
        @Nullable String content,
        List<String> questions) {}
