package io.closedloop.lead.decision;

/** Why a command is not carried out. Every reason is a type of its own; its code is what callers may rely on. */
public interface Refusal {
    RefusalCode code();

    /** For people: names the value, the rule and the way out, and no personal data. */
    String detail();
}
