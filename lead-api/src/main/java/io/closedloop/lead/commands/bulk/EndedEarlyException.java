package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import java.io.IOException;

/** The service ends a bulk request, whatever its caller would still send. */
final class EndedEarlyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    /** @param reason a sentence, which the last line of the answer repeats */
    EndedEarlyException(ProblemCode code, String reason) {
        super(reason);
        this.code = code;
    }

    /** @param lines how many lines were read before */
    Problem problem(long lines) {
        return Problem.of(
                code,
                "%s The request was ended after line %d: every line up to there has its answer above, and no later line was carried out."
                        .formatted(getMessage(), lines));
    }
}
