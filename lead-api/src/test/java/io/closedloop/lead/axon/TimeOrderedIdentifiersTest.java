package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;

class TimeOrderedIdentifiersTest {
    @Test
    void axonFindsThem() {
        assertThat(IdentifierFactory.getInstance()).isInstanceOf(TimeOrderedIdentifiers.class);
    }

    @Test
    void areUuidsOfVersionSevenWithTheirTimeInFront() {
        UUID id = TimeOrderedIdentifiers.next(1_767_607_200_123L, -1L, -1L);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(TimeOrderedIdentifiers.next(1_767_607_200_123L, 0, 0))
                .hasToString("019b8d99-697b-7000-8000-000000000000");
    }

    @Test
    void growWithTimeWhateverIsRandomInThem() {
        assertThat(TimeOrderedIdentifiers.next(1_000, -1L, -1L).toString())
                .isLessThan(TimeOrderedIdentifiers.next(1_001, 0, 0).toString());
    }

    @Test
    void areUnique() {
        var ids = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(new TimeOrderedIdentifiers().generateIdentifier());
        }
        assertThat(ids).hasSize(10_000);
    }
}
