package io.closedloop.lead.playbook;

/**
 * A reason that the playbook knows.
 *
 * @param reversible whether a disqualification for it can be taken back
 * @param mayExpire whether the suppressions of a disqualification for it may end by themselves
 */
public record Reason(ReasonClass reasonClass, String code, boolean reversible, boolean mayExpire) {
    /** The reason that says nothing by itself and therefore needs a note. */
    public static final String OTHER = "OTHER";

    public boolean needsNote() {
        return code.equals(OTHER);
    }
}
