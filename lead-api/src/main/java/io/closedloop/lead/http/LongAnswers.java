package io.closedloop.lead.http;

import jakarta.servlet.http.HttpServletRequest;

/** Looks after answers that take long: whoever may not have the rest any more does not get it. */
@FunctionalInterface
public interface LongAnswers {
    /** An answer to the request begins. */
    Watch over(HttpServletRequest request);

    /** Over one answer. */
    interface Watch extends AutoCloseable {
        /** @throws ProblemException where the answer must not go on */
        void check();

        /** The answer is over. */
        @Override
        void close();
    }
}
