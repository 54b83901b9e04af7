package io.closedloop.lead.leads;

import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.SealedCursor;

/**
 * Where a list of leads goes on: after the last lead of the page before. It knows the list's filters, so that it
 * continues no other list, and the position that the page spoke for, so that the next one speaks for no earlier one.
 *
 * @param registeredAt of the last lead shown, in microseconds
 * @param registeredPosition of the last lead shown
 * @param position that the page before spoke for
 */
record LeadCursor(long registeredAt, long registeredPosition, long position) {
    private static final String LIST = "leads by registration\n";

    /** @param filters the list's filters in one canonical text */
    String text(String filters) {
        return SealedCursor.text(LIST + filters, registeredAt, registeredPosition, position);
    }

    /** @throws InvalidParameterException when it was not given out for a list with these filters */
    static LeadCursor parse(String text, String filters) {
        long[] numbers = SealedCursor.read(text, LIST + filters, 3);
        SealedCursor.instant(numbers[0]);
        return new LeadCursor(numbers[0], numbers[1], numbers[2]);
    }
}
