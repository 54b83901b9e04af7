package io.closedloop.lead.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Following;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {
    @Test
    void everyEventIsTheCommandsUnlessItIsSaidToFollow() {
        var accepted = new Accepted<>(List.of("rejected", "recycled"), Role.SALES);

        assertThat(accepted.causeOf(0)).isNegative();
        assertThat(accepted.causeOf(1)).isNegative();
        assertThat(accepted.following()).isEmpty();
    }

    @Test
    void anEventThatFollowsNamesTheEarlierOneThatCausedIt() {
        var accepted = new Accepted<>(List.of("touched"), Role.MARKETING)
                .followedBy("qualified")
                .followedBy("assigned")
                .followedBy("clocked", 0);

        assertThat(accepted.events()).containsExactly("touched", "qualified", "assigned", "clocked");
        assertThat(accepted.permittedBy()).isEqualTo(Role.MARKETING);
        assertThat(accepted.causeOf(0)).isNegative();
        assertThat(accepted.causeOf(1)).isZero();
        assertThat(accepted.causeOf(2)).isEqualTo(1);
        assertThat(accepted.causeOf(3)).isZero();
    }

    @Test
    void nothingFollowsFromItselfOrFromWhatComesLater() {
        assertThatThrownBy(() -> new Following(1, 1)).hasMessageContaining("1 was said to follow from 1");
        assertThatThrownBy(() -> new Following(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Accepted<>(List.<String>of(), Role.SALES).followedBy("alone"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatFollowsIsThereAndNamedOnceAndInOrder() {
        assertThatThrownBy(() -> accepted(new Following(2, 0))).hasMessageContaining("of 2 events");
        assertThatThrownBy(() -> accepted(new Following(1, 0), new Following(1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Accepted<String> accepted(Following... following) {
        return new Accepted<>(List.of("touched", "qualified"), Role.SALES, List.of(following));
    }
}
