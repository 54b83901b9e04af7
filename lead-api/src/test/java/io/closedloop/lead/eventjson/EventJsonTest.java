package io.closedloop.lead.eventjson;

import static io.closedloop.lead.eventjson.SampleEvents.LEAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.sealing.SealBrokenException;
import io.closedloop.lead.sealing.SubjectKey;
import io.closedloop.lead.sealing.SubjectKeyFixture;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {
    private static final String EVENT_ID = "0195f5a0-0000-7000-8000-0000000000ff";
    private final EventJson json = new EventJson();
    private final SubjectKey key = SubjectKeyFixture.key(1);
    private final SubjectKeyLookup keys = owner -> owner.equals(LEAD.value()) ? key : null;

    static Stream<Object> everyEvent() {
        return Stream.of(
                        SampleEvents.filledLeadEvents(),
                        SampleEvents.filledSuppressionEvents(),
                        SampleEvents.bareLeadEvents())
                .flatMap(List::stream);
    }

    static Stream<Object> everyFilledEvent() {
        return Stream.of(SampleEvents.filledLeadEvents(), SampleEvents.filledSuppressionEvents())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void whatIsWrittenIsReadAsTheSameEvent(Object event) {
        assertThat(read(event, write(event), keys)).isEqualTo(event);
    }

    @Test
    void theSamplesHaveEveryTypeOfEvent() {
        assertThat(everyFilledEvent().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(Stream.of(LeadEvent.class, SuppressionEvent.class)
                        .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                        .toList());
    }

    /** The service itself widens suppressions, and says nothing of anybody. */
    static Stream<Object> everyEventOfPeople() {
        return everyFilledEvent().filter(event -> !(event instanceof SuppressionEvent.SuppressionWidened));
    }

    @ParameterizedTest
    @MethodSource("everyEventOfPeople")
    void noPersonalTextIsInAStoredPayload(Object event) {
        assertThat(json.inClear(event)).contains(SampleEvents.PERSONAL);
        assertThat(write(event)).doesNotContain(SampleEvents.PERSONAL).contains("\"sealed\":");
    }

    @ParameterizedTest
    @MethodSource("everyFilledEvent")
    void withoutTheKeyPersonalComponentsReadAsAbsentAndTheOthersAsTheyAre(Object event) {
        Object closed = read(event, write(event), SubjectKeyLookup.NONE);

        assertThat(json.inClear(closed)).doesNotContain(SampleEvents.PERSONAL);
        assertThat(withoutPersonal(closed)).isEqualTo(withoutPersonal(event));
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void closedItIsWhatIsReadWithoutTheKey(Object event) {
        assertThat(json.closed(event)).isEqualTo(read(event, write(event), SubjectKeyLookup.NONE));
    }

    @Test
    void anErasedRegistrationHasNoContactAndNoExternalReference() {
        var registered = (LeadRegistered) SampleEvents.filledLeadEvents().getFirst();

        var closed = (LeadRegistered) read(registered, write(registered), SubjectKeyLookup.NONE);

        assertThat(closed.contact()).isEqualTo(Contact.NONE);
        assertThat(closed.externalRef()).isNull();
        assertThat(closed.note()).isNull();
        assertThat(closed.source()).isEqualTo(registered.source());
        assertThat(closed.claimed()).isEqualTo(registered.claimed());
    }

    @Test
    void anEventWithoutPersonalDataNeedsNoKey() {
        var qualified = new LeadMarketingQualified(
                LEAD, SampleEvents.filledLeadEvents().getFirst().occurredAt(), 1, 1, null);

        String payload = json.write(qualified, EVENT_ID, SubjectKeyLookup.NONE);

        assertThat(payload).doesNotContain("sealed");
        assertThat(read(qualified, payload, SubjectKeyLookup.NONE)).isEqualTo(qualified);
    }

    @Test
    void refusesToStorePersonalDataInClearWhereThereIsNoKey() {
        var event = SampleEvents.filledLeadEvents().getFirst();

        assertThatThrownBy(() -> json.write(event, EVENT_ID, SubjectKeyLookup.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(LEAD.toString())
                .hasMessageNotContaining(SampleEvents.PERSONAL);
    }

    @Test
    void aSealThatWasMovedToAnotherEventIsBroken() {
        var won = SampleEvents.filledLeadEvents().get(12);
        String payload = write(won);

        assertThatThrownBy(() -> json.read(LEAD.toString(), "another event", "LeadWon", "1", payload, keys))
                .isInstanceOf(SealBrokenException.class);
    }

    @Test
    void aSealUnderAnotherKeyIsBrokenAndNotTakenForAnErasure() {
        var won = SampleEvents.filledLeadEvents().get(12);

        assertThatThrownBy(() -> read(won, write(won), _ -> SubjectKeyFixture.key(2)))
                .isInstanceOf(SealBrokenException.class);
    }

    @Test
    void whatAFormerRevisionSaysInClearIsShownOnlyToWhoeverHasTheKey() {
        for (String note : List.of("", ",\"note\":\"somebody\"")) {
            var amended = (ClosureAmended) readFormer(note, keys);
            var closed = (ClosureAmended) readFormer(note, SubjectKeyLookup.NONE);

            assertThat(amended.cause()).isEqualTo("typing error of PERSONAL");
            assertThat(closed.cause()).isEmpty();
            assertThat(closed.newReason()).isEqualTo("BUDGET");
            assertThat(closed).isEqualTo(json.closed(amended));
        }
    }

    /** @param sealed what the former revision seals */
    private Object readFormer(String sealed, SubjectKeyLookup keys) {
        String place = LEAD + " " + EVENT_ID + " ClosureAmended";
        String personal = sealed.isEmpty()
                ? ""
                : ",\"sealed\":\"%s\""
                        .formatted(Base64.getEncoder()
                                .encodeToString(key.seal(
                                        "{%s}".formatted(sealed.substring(1)).getBytes(UTF_8), place)));
        String payload = """
                {"leadId":"%s","occurredAt":"2026-01-05T10:00:00.123456Z","pass":2,"playbookVersion":1,\
                "cause":"typing error of PERSONAL","oldReason":"PRICE","newReason":"BUDGET"%s}""".formatted(LEAD, personal);
        return json.read(LEAD.toString(), EVENT_ID, "ClosureAmended", "1", payload, keys);
    }

    @Test
    void whatIsPersonalByNowIsNotReadInClearFromThePresentRevision() {
        assertThatThrownBy(() -> json.read(
                        LEAD.toString(),
                        EVENT_ID,
                        "ClosureAmended",
                        "2",
                        "{\"leadId\":\"%s\",\"cause\":\"Ana\"}".formatted(LEAD),
                        keys))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("'cause' in clear")
                .hasMessageNotContaining("Ana");
    }

    @Test
    void anUnknownTypeOrRevisionIsNamed() {
        assertThatThrownBy(() -> json.read(LEAD.toString(), EVENT_ID, "LeadTeleported", "1", "{}", keys))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(EVENT_ID)
                .hasMessageContaining("LeadTeleported");
        assertThatThrownBy(() -> json.read(LEAD.toString(), EVENT_ID, "LeadWon", "7", "{}", keys))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("'7'");
        for (String revision : List.of("0", "3", "01", "", "-1", "two")) {
            assertThatThrownBy(() -> json.read(LEAD.toString(), EVENT_ID, "ClosureAmended", revision, "{}", keys))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessageContaining("'%s'".formatted(revision));
        }
    }

    @Test
    void anUnknownMemberIsNamed() {
        assertThatThrownBy(() -> readQualified("\"pass\":1,\"playbookVersion\":1,\"colour\":\"red\""))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("'colour' is unknown");
    }

    @Test
    void aMissingOrNullOrMistypedMemberIsNamedAndNeverADefault() {
        assertThatThrownBy(() -> readQualified("\"pass\":1"))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("playbookVersion");
        assertThatThrownBy(() -> readQualified("\"pass\":null,\"playbookVersion\":1"))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("pass");
        assertThatThrownBy(() -> readQualified("\"pass\":\"1\",\"playbookVersion\":1"))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("pass");
        assertThatThrownBy(() -> readQualified("\"pass\":1.5,\"playbookVersion\":1"))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("pass");
        assertThatThrownBy(() -> json.read(
                        LEAD.toString(),
                        EVENT_ID,
                        "LeadAssigned",
                        "1",
                        "{\"leadId\":\"%s\",\"occurredAt\":\"2026-01-05T10:00:00.000000Z\",\"pass\":1,\"playbookVersion\":1,\"rep\":null}"
                                .formatted(LEAD),
                        keys))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("rep");
    }

    @Test
    void aPersonalMemberInClearIsAnError() {
        assertThatThrownBy(() -> readQualified("\"pass\":1,\"playbookVersion\":1,\"note\":\"Ana\""))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("'note' in clear")
                .hasMessageNotContaining("Ana");
    }

    @Test
    void metadataAreReadAsTheyWereWritten() {
        var metadata = Map.of("actorName", "crm \"1\"", "role", "SALES");

        String text = json.writeMetadata(metadata);

        assertThat(text).isEqualTo("{\"actorName\":\"crm \\\"1\\\"\",\"role\":\"SALES\"}");
        assertThat(json.readMetadata(EVENT_ID, text)).isEqualTo(metadata);
        assertThatThrownBy(() -> json.readMetadata(EVENT_ID, "{\"role\":7}"))
                .isInstanceOf(UnreadableEventException.class);
    }

    private Object readQualified(String members) {
        return json.read(
                LEAD.toString(),
                EVENT_ID,
                "LeadMarketingQualified",
                "1",
                "{\"leadId\":\"%s\",\"occurredAt\":\"2026-01-05T10:00:00.000000Z\",%s}".formatted(LEAD, members),
                keys);
    }

    private String write(Object event) {
        return switch (event) {
            case LeadEvent ofLead -> json.write(ofLead, EVENT_ID, keys);
            case SuppressionEvent ofSuppression -> json.write(ofSuppression, EVENT_ID, keys);
            default -> throw new IllegalArgumentException(event.toString());
        };
    }

    private Object read(Object event, String payload, SubjectKeyLookup keys) {
        String streamId = event instanceof SuppressionEvent suppression
                ? suppression.suppressionId().toString()
                : LEAD.toString();
        return json.read(streamId, EVENT_ID, json.typeOf(event), json.revisionOf(event), payload, keys);
    }

    private JsonNode withoutPersonal(Object event) {
        try {
            return ((ObjectNode) new ObjectMapper().readTree(json.inClear(event)))
                    .remove(Revisions.of(event.getClass()).personal());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
