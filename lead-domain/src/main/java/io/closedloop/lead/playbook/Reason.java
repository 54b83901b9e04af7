package io.closedloop.lead.playbook;

/**
 * A reason of the playbook.
 *
 * @param reversible whether a disqualification for it can be taken back
 * @param mayExpire whether the suppressions of a disqualification for it may end by themselves
 * @param derailed whether a loss for it says that nobody decided, neither for us nor for anybody else
 * @param duplicate whether a disqualification for it says that the lead was another one once more
 * @param suppresses what a disqualification for it keeps out
 */
public record Reason(
        ReasonClass reasonClass,
        String code,
        boolean reversible,
        boolean mayExpire,
        boolean derailed,
        boolean duplicate,
        Suppresses suppresses) {
    /** The reason that says nothing by itself and therefore needs a note. */
    public static final String OTHER = "OTHER";

    public boolean needsNote() {
        return code.equals(OTHER);
    }
}
