package io.closedloop.lead.decision;

/**
 * A field of a command that is missing or has a value that it must not have.
 *
 * @param pointer a JSON pointer into the command, such as {@code /contact/email}
 * @param detail what is wrong and what would be right, without repeating personal data
 */
public record WrongField(String pointer, String detail) {}
