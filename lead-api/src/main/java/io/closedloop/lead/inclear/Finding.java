package io.closedloop.lead.inclear;

import io.closedloop.lead.identity.LeadId;

/**
 * Something in an event that is in clear and would not be today. It says where it is, and never what it says.
 *
 * @param lead whom the event is about
 * @param type the event's type
 */
record Finding(long position, LeadId lead, String type, What what) {
    /** What can be found. */
    enum What {
        BARE_KEY("an idempotency key of the import tool that a command can be guessed from"),
        PERSONAL_TEXT("a text that is sealed today");

        private final String text;

        What(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** One line, with tabs between its parts. */
    String line() {
        return String.join("\t", String.valueOf(position), lead.toString(), type, what.text());
    }
}
