package io.closedloop.lead.commands.body;

/** What a registration becomes if another open lead is this person. */
public enum OnDuplicate {
    /** It is refused. */
    REFUSE,
    /** It becomes a touch of that lead. */
    TOUCH
}
