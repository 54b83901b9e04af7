package io.closedloop.lead.log;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Why an append is not stored. */
sealed interface Objection {
    /** Something that the decision relied on is no longer so; it has to be made again. */
    record Moved() implements Objection {}

    /** It ends with this, and nothing is stored. */
    record Instead(AppendOutcome outcome) implements Objection {}

    /**
     * It is refused, and the refusal's answer is kept.
     *
     * @param answer gives the answer, called once
     * @param trace gives an event that tells of the refusal; not asked for on a dry run. Null: none
     */
    record Refusal(
            Function<Answers, Answer> answer, @Nullable Function<Answers, NewEvent> trace) implements Objection {}
}
