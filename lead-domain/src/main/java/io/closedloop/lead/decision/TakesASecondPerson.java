package io.closedloop.lead.decision;

/** The key that disqualified the lead asks to take that back, which needs a second person. */
public record TakesASecondPerson(String what) implements Refusal {
    @Override
    public RefusalCode code() {
        return RefusalCode.FORBIDDEN;
    }

    @Override
    public String detail() {
        return what + " takes the role MANAGER and another key than the one that disqualified the lead";
    }
}
