package io.closedloop.lead.checking;

/**
 * Something that must not be.
 *
 * @param sentence what was found, with the values that tell where to look
 */
public record Violation(Rule rule, String sentence) {
    static Violation of(Rule rule, String sentence, Object... values) {
        return new Violation(rule, sentence.formatted(values));
    }

    @Override
    public String toString() {
        return rule + ": " + sentence;
    }
}
