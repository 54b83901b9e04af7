package io.closedloop.lead.oracle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How somebody counts a report who reads the events one by one. */
interface CountedReport {
    /** Counts what is known into the rows of an answer. */
    void count(Known known, Asked asked, Answer answer);

    /** What a row of the answer is ranked by, the largest first. */
    int mainCount(Answer answer, Map<String, @Nullable Object> key);
}
