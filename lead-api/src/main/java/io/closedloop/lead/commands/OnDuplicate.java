package io.closedloop.lead.commands;

/** What a registration becomes if another open lead is this person. */
enum OnDuplicate {
    /** It is refused. */
    REFUSE,
    /** It becomes a touch of that lead. */
    TOUCH
}
