package io.closedloop.lead.decision;

/** The same key disqualified the lead and now wants to take that back. */
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
