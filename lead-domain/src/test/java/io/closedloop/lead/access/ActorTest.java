package io.closedloop.lead.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ActorTest {
    private static final KeyId ID = new KeyId(new UUID(7, 1));

    @Test
    void theFirstRoleInTheGivenOrderPermits() {
        var both = new Actor(ID, "crm", Set.of(Role.SALES, Role.MARKETING));

        assertThat(both.permittedBy(List.of(Role.MARKETING, Role.SALES))).contains(Role.MARKETING);
        assertThat(both.permittedBy(List.of(Role.SALES, Role.MARKETING))).contains(Role.SALES);
        assertThat(both.permittedBy(List.of(Role.ANALYST))).isEmpty();
        assertThat(both.permittedBy(List.of())).isEmpty();
    }

    @Test
    void aManagerMayAlsoDoWhatSalesMayAndNothingElse() {
        var manager = new Actor(ID, "boss", Set.of(Role.MANAGER));

        for (Role role : Role.values()) {
            assertThat(may(manager, role)).isEqualTo(role == Role.MANAGER || role == Role.SALES);
        }
        assertThat(manager.permittedBy(List.of(Role.SALES))).contains(Role.MANAGER);
    }

    @Test
    void nobodyElseMayDoWhatAnotherRoleMay() {
        for (Role role : Role.values()) {
            if (role != Role.MANAGER) {
                var actor = new Actor(ID, "key", Set.of(role));
                for (Role required : Role.values()) {
                    assertThat(may(actor, required)).isEqualTo(role == required);
                }
            }
        }
    }

    @Test
    void aRoleOfItsOwnComesBeforeTheManagers() {
        assertThat(new Actor(ID, "boss", Set.of(Role.MANAGER, Role.SALES)).permittedBy(List.of(Role.SALES)))
                .contains(Role.SALES);
    }

    @Test
    void anActorsRolesDoNotChange() {
        var roles = new HashSet<>(Set.of(Role.SALES));
        var actor = new Actor(ID, "crm", roles);
        roles.add(Role.ADMIN);

        assertThat(may(actor, Role.ADMIN)).isFalse();
    }

    @Test
    void aKeyIdHasAValueAndShowsIt() {
        assertThat(ID).hasToString("00000000-0000-0007-0000-000000000001");
        assertThatNullPointerException().isThrownBy(() -> new KeyId(null));
    }

    private static boolean may(Actor actor, Role role) {
        return actor.permittedBy(List.of(role)).isPresent();
    }
}
