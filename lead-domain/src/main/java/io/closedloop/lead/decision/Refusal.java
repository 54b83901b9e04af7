package io.closedloop.lead.decision;

/** Why a command is not carried out. Every refusal is a type of its own; callers may rely on its code. */
public interface Refusal {
    RefusalCode code();

    /** For people: names the value, the rule and the way out, and no personal data. */
    String detail();
}
