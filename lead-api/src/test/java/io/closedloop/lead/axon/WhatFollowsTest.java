package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.ClaimsElsewhere;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.StreamVersion;
import io.closedloop.lead.log.SuppressionHit;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An event that follows by itself from another one of the same command is the service's, and names that one. */
class WhatFollowsTest {
    @TempDir
    Path directory;

    @Test
    void whatFollowsIsTheServicesForTheCommandsActorAndNamesItsCause() throws Exception {
        var lead = new LeadId(UUID.randomUUID());
        JsonNode history;
        JsonNode present;
        Caller everybody;
        try (var service = FreshService.start(directory)) {
            everybody = service.as(Role.MARKETING, Role.AUDITOR);
            assertThat(everybody.post("/v1/leads", """
                            {"leadId": "%s", "contact": {"email": "ana@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(lead)).status())
                    .isEqualTo(201);
            handleSamples(service.part(CommandBus.class), service.part(EventStore.class));

            assertThat(service.part(CommandSender.class).send(new Sample(lead, 1), new SampleContext()))
                    .isInstanceOf(AppendOutcome.Stored.class);

            List<StoredEvent> stored = service.part(EventLog.class).stream(lead.toString());
            assertThat(stored.get(1).metadata())
                    .isEqualTo(
                            "{\"actorId\":\"%s\",\"actorName\":\"crm\",\"causationId\":\"request-7\",\"correlationId\":\"correlation-1\",\"role\":\"MARKETING\",\"source\":\"import\"}"
                                    .formatted(TestContext.ACTOR.id()));
            assertThat(stored.get(2).metadata())
                    .isEqualTo(
                            "{\"actorId\":\"%s\",\"actorName\":\"crm\",\"causationId\":\"%s\",\"correlationId\":\"correlation-1\",\"role\":\"SERVICE\",\"source\":\"import\"}"
                                    .formatted(
                                            TestContext.ACTOR.id(),
                                            stored.get(1).eventId()));

            history =
                    everybody.get("/v1/leads/%s/history".formatted(lead)).json().required("items");
            assertThat(history.valueStream().skip(1))
                    .extracting(
                            it -> it.required("type").asString(),
                            it -> it.required("actor").asString(),
                            it -> it.required("role").asString(),
                            it -> it.required("causationId").asString())
                    .containsExactly(
                            tuple("LeadMarketingQualified", "crm", "MARKETING", "request-7"),
                            tuple(
                                    "LeadAssigned",
                                    "crm",
                                    "SERVICE",
                                    stored.get(1).eventId()));

            JsonNode feed = everybody.get("/v1/events?after=1").json().required("items");
            assertThat(feed.get(0).has("role")).isFalse();
            assertThat(feed.get(0).has("causationid")).isFalse();
            assertThat(feed.get(1).required("role").asString()).isEqualTo("SERVICE");
            assertThat(feed.get(1).required("causationid").asString())
                    .isEqualTo(feed.get(0).required("id").asString());
            present = everybody.get("/v1/leads/" + lead).json();
            assertThat(present.required("owner").asString()).isEqualTo("rep-7");
        }
        try (var again = FreshService.start(directory)) {
            var reader = new Caller(again.uri(), everybody.key());
            assertThat(reader.get("/v1/leads/%s/history".formatted(lead)).json().required("items"))
                    .isEqualTo(history);
            assertThat(reader.get("/v1/leads/" + lead).json()).isEqualTo(present);
        }
    }

    @Test
    void whatIsAtHandOfItIsWhatTheLogGives() throws Exception {
        try (var side = CommandSide.open(directory)) {
            handleSamples(side.bus, side.store);

            assertThat(side.sender.send(new Sample(new LeadId(UUID.randomUUID()), 0), new SampleContext()))
                    .isInstanceOf(AppendOutcome.Stored.class);

            List<Map<String, Object>> atHand = metadata(side.latest.takeAfter(0, 100));
            assertThat(atHand)
                    .hasSize(2)
                    .isEqualTo(metadata(side.engine.readEvents(null, false).toList()));
            assertThat(atHand).extracting(it -> it.get(Envelope.ROLE)).containsExactly("MARKETING", "SERVICE");
        }
    }

    @Test
    void eventsOfTheCommandShareTheirMetadata() throws Exception {
        try (var side = CommandSide.open(directory)) {
            var lead = new LeadId(UUID.randomUUID());
            side.bus.subscribe(Sample.class.getName(), message -> {
                List<LeadEvent> events = List.of(qualified(lead), assigned(lead));
                return published(side.store, (Sample) message.getPayload(), new Accepted<>(events, Role.SALES));
            });

            var _ = side.sender.send(new Sample(lead, 0), new SampleContext());

            List<TrackedEventMessage<?>> atHand = side.latest.takeAfter(0, 100);
            assertThat(atHand.getFirst().getMetaData())
                    .isSameAs(atHand.getLast().getMetaData());
            assertThat(side.log.stream(lead.toString()))
                    .extracting(StoredEvent::metadata)
                    .satisfies(it -> assertThat(it.getFirst()).isEqualTo(it.getLast()));
        }
    }

    private static List<Map<String, Object>> metadata(List<? extends TrackedEventMessage<?>> events) {
        return events.stream()
                .<Map<String, Object>>map(it -> Map.copyOf(it.getMetaData()))
                .toList();
    }

    /** Qualifies the lead, from which its assignment follows. */
    private record Sample(LeadId lead, long version) {}

    private static void handleSamples(CommandBus bus, EventStore store) {
        bus.subscribe(Sample.class.getName(), message -> {
            var sample = (Sample) message.getPayload();
            return published(
                    store,
                    sample,
                    new Accepted<LeadEvent>(List.of(qualified(sample.lead())), Role.MARKETING)
                            .followedBy(assigned(sample.lead())));
        });
    }

    private static Handled published(EventStore store, Sample sample, Accepted<LeadEvent> accepted) {
        String stream = sample.lead().toString();
        long sequence = sample.version();
        for (LeadEvent event : accepted.events()) {
            DomainEventMessage<LeadEvent> message = new GenericDomainEventMessage<>("Lead", stream, sequence++, event);
            store.publish(message);
        }
        return new Handled(accepted, new StreamVersion("Lead", stream, sample.version()), accepted);
    }

    private static LeadEvent qualified(LeadId lead) {
        return new LeadMarketingQualified(lead, now(), 1, 1, null);
    }

    private static LeadEvent assigned(LeadId lead) {
        return new LeadAssigned(lead, now(), 1, 1, new Rep("rep-7"), null);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private record SampleContext() implements CommandContext {
        @Override
        public Envelope envelope() {
            return new Envelope(TestContext.ACTOR.id(), "crm", "import", "correlation-1", "request-7", null, null);
        }

        @Override
        public @Nullable Idempotency idempotency() {
            return null;
        }

        @Override
        public boolean dryRun() {
            return false;
        }

        @Override
        public @Nullable ClaimsElsewhere claimsElsewhere() {
            return null;
        }

        @Override
        public Answers answers(Object result, List<NewEvent> events) {
            return new Answers() {
                @Override
                public Answer accepted(Positions positions) {
                    return new Answer(200, Map.of(), Objects.toString(positions.last()));
                }

                @Override
                public Answer suppressed(List<SuppressionHit> hits) {
                    throw new AssertionError(hits);
                }

                @Override
                public Answer claimed(List<LeadId> byLeadIds) {
                    throw new AssertionError(byLeadIds);
                }

                @Override
                public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
                    throw new AssertionError(all);
                }
            };
        }
    }
}
