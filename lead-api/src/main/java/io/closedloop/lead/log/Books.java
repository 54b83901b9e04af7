package io.closedloop.lead.log;

import java.util.List;

/**
 * The one list of the tables beside the log, in the order in which they are written. A new kind of row is a
 * {@link Book} of its own, and a line here.
 */
final class Books {
    private Books() {}

    /** Of one transaction. */
    static List<Book> open() {
        return List.of(
                new HoldingsBook(), //
                new SuppressionsBook(),
                new SubjectKeysBook(),
                new KeptAnswersBook());
    }
}
