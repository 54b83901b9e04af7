package io.closedloop.lead.commands;

/** What becomes of a registration where another open lead is this person. */
enum OnDuplicate {
    /** It is refused. */
    REFUSE,
    /** It becomes a touch of that lead. */
    TOUCH
}
