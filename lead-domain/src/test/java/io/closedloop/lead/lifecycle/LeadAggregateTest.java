package io.closedloop.lead.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

/** What the aggregate does with events that the log should never hold. */
class LeadAggregateTest {

    @Test
    void anEventWithoutItsActorIsAFaultAndNotPassedOver() {
        var aggregate = new LeadAggregate();

        assertThatNullPointerException()
                .isThrownBy(() -> aggregate.on(Examples.history(Status.INQUIRY).getFirst(), null))
                .withMessage("every event of a lead names its actor");
    }

    @Test
    void anAggregateWithoutEventsHasNoLead() {
        assertThat(new LeadAggregate().lead()).isNull();
    }

    @Test
    void theActorOfADisqualificationIsTheOneThatItsEventNames() {
        var aggregate = new LeadAggregate();
        Examples.history(Status.DISQUALIFIED)
                .forEach(event -> aggregate.on(event, Examples.ANYBODY.id().toString()));

        assertThat(aggregate.lead().stage()).isEqualTo(new Stage.Disqualified("NO_NEED", Examples.ANYBODY.id()));
    }
}
