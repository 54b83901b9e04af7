package io.closedloop.lead.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registration becomes where one open lead is this person already: a touch of that lead. Where the touch came
 * from and by what campaign is the registration's to say.
 *
 * @param reachedHuman whether a person was reached; null where nobody said
 */
public record TouchInstead(
        TouchType type,
        TouchedBy by,
        @Nullable Boolean reachedHuman,
        @Nullable String content,
        List<String> questions) {}
