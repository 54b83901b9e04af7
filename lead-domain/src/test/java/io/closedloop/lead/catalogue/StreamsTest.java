package io.closedloop.lead.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.stream.EventType;
import io.closedloop.lead.stream.StreamCatalogue;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamsTest {
    /** What these hold is about a person, whatever event they are in. */
    private static final Set<String> ALWAYS_PERSONAL =
            Set.of("contact", "externalRef", "note", "justification", "competitor", "cause");

    @Test
    void everyComponentThatIsAlwaysPersonalIsMarked() {
        assertThat(everyType())
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.personalSince().keySet())
                        .as(type.name())
                        .containsExactlyInAnyOrderElementsOf(
                                Stream.of(type.record().getRecordComponents())
                                        .map(RecordComponent::getName)
                                        .filter(ALWAYS_PERSONAL::contains)
                                        .toList()));
    }

    @Test
    void everyTypeKnowsItsKindOfStream() {
        assertThat(Streams.ALL.streamOf("LeadWon")).isEqualTo(LeadEvent.STREAM);
        assertThat(Streams.ALL.streamOf("RedeliveryBlocked")).isEqualTo(SuppressionEvent.STREAM);
        assertThat(Streams.ALL.streamOf("LeadTeleported")).isNull();
        assertThat(Streams.ALL.stream("Suppression")).isEqualTo(SuppressionEvent.STREAM);
        assertThat(Streams.ALL.event("ClosureAmended")).isEqualTo(EventType.of(ClosureAmended.class));
    }

    @Test
    void onlyStreamsThatAreAboutNothingElseKeepAKeyOfTheirOwn() {
        assertThat(Streams.ALL.keepsAKey(LeadEvent.STREAM)).isTrue();
        assertThat(Streams.ALL.keepsAKey(SuppressionEvent.STREAM)).isFalse();
        assertThat(Streams.ALL.aboutItemsOfOthers()).containsExactly("Suppression");
    }

    @Test
    void noTwoKindsHaveOneName() {
        assertThatThrownBy(() -> StreamCatalogue.of(LeadEvent.STREAM, LeadEvent.STREAM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Lead");
    }

    private static Stream<EventType> everyType() {
        return Streams.ALL.eventNames().stream().map(name -> Objects.requireNonNull(Streams.ALL.event(name)));
    }
}
