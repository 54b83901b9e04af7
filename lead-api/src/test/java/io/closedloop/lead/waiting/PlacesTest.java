package io.closedloop.lead.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.ProblemException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places(3, 2, "guests", Duration.ofSeconds(1));
    private final Actor ann = actor("ann");
    private final Actor bob = actor("bob");

    private static Actor actor(String name) {
        return new Actor(new KeyId(UUID.randomUUID()), name, Set.of(Role.ANALYST));
    }

    @Test
    void aKeyHasSoManyAndLeavesTheRestToOthers() {
        places.take(ann);
        places.take(ann);
        assertThatThrownBy(() -> places.take(ann)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.problem().code()).isEqualTo("too-many-requests");
            assertThat(refusal.problem().detail()).startsWith("The key 'ann' has 2 guests under way");
            assertThat(refusal.headers()).containsEntry("Retry-After", "1");
        });

        places.take(bob);
        assertThatThrownBy(() -> places.take(bob)).hasMessageContaining("3 guests are under way");
        assertThat(places.taken()).isEqualTo(3);
    }

    @Test
    void whatWasGivenBackCanBeTakenAgain() {
        for (int i = 0; i < 100; i++) {
            try (var _ = places.take(ann);
                    var _ = places.take(ann)) {
                assertThat(places.taken()).isEqualTo(2);
            }
        }
        assertThat(places.taken()).isZero();
    }
}
