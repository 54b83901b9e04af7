package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.AcceptLead;
import io.closedloop.lead.lifecycle.AmendClosure;
import io.closedloop.lead.lifecycle.AssignLead;
import io.closedloop.lead.lifecycle.AttributesUpdated;
import io.closedloop.lead.lifecycle.CloseLost;
import io.closedloop.lead.lifecycle.CloseWon;
import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadAccepted;
import io.closedloop.lead.lifecycle.LeadAggregate;
import io.closedloop.lead.lifecycle.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadCommands;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadRejected;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadSalesQualified;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.lifecycle.OpportunityRevised;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.RecordRevenue;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.RecycleLead;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.ReinstateLead;
import io.closedloop.lead.lifecycle.RejectLead;
import io.closedloop.lead.lifecycle.ReopenLead;
import io.closedloop.lead.lifecycle.RevenueRecorded;
import io.closedloop.lead.lifecycle.ReviseOpportunity;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.lifecycle.UpdateAttributes;
import io.closedloop.lead.lifecycle.UpdateContact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A disqualified identity is delivered on no way whatever, and an identity has one open lead. */
class NeverDeliverAgainOverHttpTest extends CommandCalls {
    private static final String JUSTIFIED = "{\"justification\": \"j\"}";

    @Autowired
    EventStore events;

    @Test
    void aSuppressedIdentityIsNotRegisteredAgainHoweverItIsWritten() {
        String email = newEmail();
        leadIn(Status.DISQUALIFIED, email);

        Caller.Answer single = marketing().post("/v1/leads", registration(newId(), " " + email.toUpperCase() + " "));
        JsonNode line = bulk(marketing(), line(RegisterLead.KIND, newId(), registration(newId(), email)))
                .getFirst();

        assertThat(single.code()).isEqualTo("contact-suppressed");
        assertThat(line.required("status").asInt()).isEqualTo(409);
        assertThat(code(line)).isEqualTo("contact-suppressed");
    }

    @Test
    void anOpenLeadDoesNotGetASuppressedIdentityByAnUpdate() {
        String email = newEmail();
        leadIn(Status.DISQUALIFIED, email);
        String leadId = leadIn(Status.INQUIRY);
        String update = "{\"contact\": {\"email\": \"%s\"}}".formatted(email);

        assertThat(send(marketing(), UpdateContact.KIND, leadId, update).code()).isEqualTo("contact-suppressed");
        assertThat(code(bulk(marketing(), line(UpdateContact.KIND, leadId, update))
                        .getFirst()))
                .isEqualTo("contact-suppressed");
        String taken = newEmail();
        registered(taken);
        assertThat(send(marketing(), UpdateContact.KIND, leadId, update.replace(email, taken))
                        .code())
                .isEqualTo("duplicate-lead");
    }

    @Test
    void aClosedLeadDoesNotGetASuppressedIdentityEitherButOneThatIsTaken() {
        String suppressed = newEmail();
        leadIn(Status.DISQUALIFIED, suppressed);
        String taken = newEmail();
        registered(taken);
        String leadId = leadIn(Status.CLOSED_WON);
        String update = "{\"contact\": {\"email\": \"%s\"}}";

        assertThat(send(marketing(), UpdateContact.KIND, leadId, update.formatted(suppressed))
                        .code())
                .isEqualTo("contact-suppressed");
        assertThat(send(marketing(), UpdateContact.KIND, leadId, update.formatted(taken))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anUpdateReleasesWhatItDropsAndADisqualificationSuppressesWhatWasEverHeld() {
        String old = newEmail();
        String leadId = registered(old);
        String present = newEmail();
        accepted(marketing(), UpdateContact.KIND, leadId, "{\"contact\": {\"email\": \"%s\"}}".formatted(present));
        String heir = registered(old);
        accepted(marketing(), DisqualifyLead.KIND, leadId, "{\"reason\": \"POOR_FIT\"}");

        // The dropped address is another open lead's now, so it is not suppressed.
        assertThat(marketing().post("/v1/leads", registration(newId(), present)).code())
                .isEqualTo("contact-suppressed");
        assertThat(marketing().post("/v1/leads", registration(newId(), old)).code())
                .isEqualTo("duplicate-lead");
        accepted(marketing(), DisqualifyLead.KIND, heir, "{\"reason\": \"POOR_FIT\"}");
        assertThat(marketing().post("/v1/leads", registration(newId(), old)).code())
                .isEqualTo("contact-suppressed");
    }

    @Test
    void aPersonWhoseLeadIsClosedIsANewLeadAndTheOldOneDoesNotComeBackBesideIt() {
        String email = newEmail();
        String won = leadIn(Status.CLOSED_WON, email);
        String lost = leadIn(Status.CLOSED_LOST, email);
        String open = registered(email);

        for (Caller.Answer answer : List.of(
                send(manager(), ReopenLead.KIND, won, JUSTIFIED),
                send(manager(), ReopenLead.KIND, lost, JUSTIFIED),
                send(marketing(), RecycleLead.KIND, lost, "{\"reason\": \"TIMING\"}"))) {
            assertThat(answer.code()).isEqualTo("duplicate-lead");
            assertThat(answer.json().required("leadId").asString()).isEqualTo(open);
        }
        accepted(marketing(), DisqualifyLead.KIND, open, "{\"reason\": \"POOR_FIT\"}");
        for (Caller.Answer answer : List.of(
                send(manager(), ReopenLead.KIND, won, JUSTIFIED),
                send(marketing(), RecycleLead.KIND, lost, "{\"reason\": \"TIMING\"}"))) {
            assertThat(answer.code()).isEqualTo("contact-suppressed");
        }
        assertThat(code(bulk(manager(), line(ReopenLead.KIND, lost, JUSTIFIED)).getFirst()))
                .isEqualTo("contact-suppressed");
        assertThat(marketing()
                        .get("/v1/suppressions/" + suppressionOf(open))
                        .json()
                        .required("blocked")
                        .asLong())
                .isEqualTo(3);
    }

    @Test
    void aReinstatedLeadHoldsItsIdentitiesAgain() {
        String email = newEmail();
        String leadId = leadIn(Status.DISQUALIFIED, email);

        accepted(manager(), ReinstateLead.KIND, leadId, JUSTIFIED);

        Caller.Answer answer = marketing().post("/v1/leads", registration(newId(), email));
        assertThat(answer.code()).isEqualTo("duplicate-lead");
        assertThat(answer.json().required("leadId").asString()).isEqualTo(leadId);
    }

    @Test
    void aLeadIsNotReinstatedWhileAnotherSuppressionOrLeadHoldsItsIdentity() {
        String email = newEmail();
        String first = leadIn(Status.DISQUALIFIED, email);
        String suppression = suppressionOf(first);
        assertThat(manager()
                        .post("/v1/suppressions/" + suppression + "/lift", JUSTIFIED)
                        .status())
                .isEqualTo(200);
        String second = registered(email);

        assertThat(send(manager(), ReinstateLead.KIND, first, JUSTIFIED).code()).isEqualTo("duplicate-lead");
        accepted(marketing(), DisqualifyLead.KIND, second, "{\"reason\": \"SPAM_OR_FAKE\"}");
        Caller.Answer blocked = send(manager(), ReinstateLead.KIND, first, JUSTIFIED);
        assertThat(blocked.code()).isEqualTo("contact-suppressed");
        assertThat(blocked.json().required("reason").asString()).isEqualTo("SPAM_OR_FAKE");
        assertThat(send(manager(), ReinstateLead.KIND, second, JUSTIFIED).code())
                .isEqualTo("command-not-allowed");
    }

    @Test
    void aSuppressionThatExpiredNoLongerStandsInTheWayAndOneThatDidNotDoes() {
        String expired = newEmail();
        String running = newEmail();
        Instant now = Instant.now();
        for (String email : List.of(expired, running)) {
            String leadId = newId();
            accepted(
                    marketing(),
                    RegisterLead.KIND,
                    leadId,
                    registration(leadId, email)
                            .replaceFirst("}$", ", \"occurredAt\": \"%s\"}".formatted(now.minusSeconds(7200))));
            accepted(
                    marketing(),
                    DisqualifyLead.KIND,
                    leadId,
                    "{\"reason\": \"NO_NEED\", \"occurredAt\": \"%s\", \"expiresAt\": \"%s\"}"
                            .formatted(now.minusSeconds(3600), email.equals(expired) ? now : now.plusSeconds(3600)));
        }

        assertThat(marketing().post("/v1/leads", registration(newId(), expired)).status())
                .isEqualTo(201);
        assertThat(marketing().post("/v1/leads", registration(newId(), running)).code())
                .isEqualTo("contact-suppressed");
    }

    @Test
    void aLiftedIdentityIsDeliveredAgainAndItsLeadStaysOut() {
        String email = newEmail();
        String leadId = leadIn(Status.DISQUALIFIED, email);
        manager().post("/v1/suppressions/" + suppressionOf(leadId) + "/lift", JUSTIFIED);

        assertThat(marketing().post("/v1/leads", registration(newId(), email)).status())
                .isEqualTo(201);
        assertThat(marketing()
                        .get("/v1/leads/" + leadId)
                        .json()
                        .required("stage")
                        .asString())
                .isEqualTo("DISQUALIFIED");
    }

    @Test
    void everySuppressionOfAnIdentityStandsInTheWayTillTheLastIsLifted() {
        String email = newEmail();
        String ref = "\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}".formatted(newId());
        String leadId = newId();
        String body = "{\"leadId\": \"%s\", \"contact\": {\"email\": \"%s\"}, %s, %s}";
        accepted(marketing(), RegisterLead.KIND, leadId, body.formatted(leadId, email, ref, source()));
        accepted(marketing(), DisqualifyLead.KIND, leadId, "{\"reason\": \"POOR_FIT\"}");
        String again = body.formatted(newId(), email, ref, source());

        String first = blockedBy(again);
        manager().post("/v1/suppressions/" + first + "/lift", JUSTIFIED);
        String second = blockedBy(again);
        assertThat(second).isNotEqualTo(first);
        manager().post("/v1/suppressions/" + second + "/lift", JUSTIFIED);
        assertThat(marketing().post("/v1/leads", again).status()).isEqualTo(201);
    }

    private String blockedBy(String registration) {
        Caller.Answer answer = marketing().post("/v1/leads", registration);
        assertThat(answer.code()).isEqualTo("contact-suppressed");
        return answer.json().required("suppressionId").asString();
    }

    @Test
    void sixtyFourClientsThatRegisterOneIdentityMakeOneLead() throws Exception {
        String email = newEmail();
        List<Caller.Answer> answers = together(
                64,
                i -> i % 16 != 0
                        ? marketing().post("/v1/leads", registration(newId(), email))
                        : firstLine(marketing(), registration(newId(), email)));

        List<Caller.Answer> created =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(created).hasSize(1);
        String leadId = created.getFirst().json().required("leadId").asString();
        assertThat(answers).filteredOn(answer -> answer.status() != 201).allSatisfy(answer -> {
            JsonNode problem = answer.json().has("problem") ? answer.json().required("problem") : answer.json();
            assertThat(problem.required("code").asString()).isEqualTo("duplicate-lead");
            assertThat(problem.required("leadId").asString()).isEqualTo(leadId);
        });
    }

    private Caller.Answer firstLine(Caller caller, String registration) {
        Caller.Answer answer = postLines(caller, line(RegisterLead.KIND, "", registration));
        return new Caller.Answer(answer.json().required("status").asInt(), answer.headers(), answer.body());
    }

    @Test
    void sixtyFourClientsWithDifferentCommandsLeaveOneLeadWithALegalHistory() throws Exception {
        String email = newEmail();
        String leadId = registered(email);
        long seed = System.nanoTime();
        List<CommandKind> kinds = new Random(seed)
                .ints(64, 1, LeadCommands.kinds().size())
                .mapToObj(i -> LeadCommands.kinds().get(i))
                .toList();

        List<Caller.Answer> answers =
                together(64, i -> send(everybody(), kinds.get(i), leadId, anyBody(kinds.get(i), i)));

        assertThat(answers)
                .as("seed %d", seed)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isIn(200, 201, 403, 409, 422));
        long acknowledged = answers.stream()
                .filter(answer -> answer.status() < 300)
                .mapToLong(answer -> answer.json().required("events").size())
                .sum();
        Lead lead = replayed(leadId);
        assertThat(lead.version()).as("seed %d", seed).isEqualTo(1 + acknowledged);
        JsonNode shown = marketing().get("/v1/leads/" + leadId).json();
        assertThat(shown.required("version").asLong()).isEqualTo(lead.version());
        assertThat(EveryCommandTest.place(shown)).isEqualTo(lead.status());
        Caller.Answer again = marketing().post("/v1/leads", registration(newId(), email));
        assertThat(again.status() == 409 ? again.code() : "created")
                .as("seed %d, %s", seed, lead.status())
                .isEqualTo(
                        lead.status().isOpen()
                                ? "duplicate-lead"
                                : lead.status() == Status.DISQUALIFIED ? "contact-suppressed" : "created");
    }

    /** Folds the lead's events, and holds each against the table of commands on the way. */
    private Lead replayed(String leadId) {
        Lead lead = null;
        List<LeadEvent> taken = new ArrayList<>();
        for (var message : events.readEvents(leadId).asStream().toList()) {
            var event = (LeadEvent) message.getPayload();
            if (lead != null) {
                Status before = lead.status();
                assertThat(kindsOf(event))
                        .as("%s in %s after %s", event.getClass().getSimpleName(), before, taken)
                        .anyMatch(kind -> kind.allowedFrom(before));
                if (!(event instanceof TouchRecorded)) {
                    assertThat(event.occurredAt()).isAfterOrEqualTo(lead.stageSince());
                }
            }
            var actor = new KeyId(UUID.fromString((String) message.getMetaData().get(LeadAggregate.ACTOR_ID)));
            lead = Lead.evolve(lead, event, actor);
            taken.add(event);
        }
        return Objects.requireNonNull(lead);
    }

    private static List<CommandKind> kindsOf(LeadEvent event) {
        return switch (event) {
            case LeadRegistered _ -> List.of();
            case TouchRecorded _ -> List.of(RecordTouch.KIND);
            case ContactUpdated _ -> List.of(UpdateContact.KIND);
            case AttributesUpdated _ -> List.of(UpdateAttributes.KIND);
            case LeadMarketingQualified _ -> List.of(QualifyMarketing.KIND);
            case LeadAssigned _ -> List.of(AssignLead.KIND);
            case LeadAccepted _ -> List.of(AcceptLead.KIND, QualifySales.KIND);
            case LeadRejected _ -> List.of(RejectLead.KIND);
            case LeadRecycled _ -> List.of(RecycleLead.KIND, RejectLead.KIND);
            case LeadDisqualified _ -> List.of(DisqualifyLead.KIND, RejectLead.KIND);
            case LeadSalesQualified _ -> List.of(QualifySales.KIND);
            case OpportunityRevised _ -> List.of(ReviseOpportunity.KIND);
            case LeadWon _ -> List.of(CloseWon.KIND);
            case LeadLost _ -> List.of(CloseLost.KIND);
            case LeadReinstated _ -> List.of(ReinstateLead.KIND);
            case LeadReopened _ -> List.of(ReopenLead.KIND);
            case ClosureAmended _ -> List.of(AmendClosure.KIND);
            case RevenueRecorded _ -> List.of(RecordRevenue.KIND);
        };
    }

    private static String anyBody(CommandKind kind, int i) {
        return switch (kind.commandName()) {
            case "RegisterLead" -> throw new IllegalArgumentException("it is registered once");
            case "RecordTouch" -> "{\"type\": \"CALL\", \"by\": \"SALES\", \"touchId\": \"%d\"}".formatted(i);
            case "UpdateContact" -> "{\"contact\": {\"name\": \"%d\"}}".formatted(i);
            case "UpdateAttributes" -> "{\"attributes\": {\"n\": %d}}".formatted(i);
            case "QualifyMarketing" -> "{}";
            case "AssignLead", "AcceptLead", "QualifySales" -> "{\"rep\": \"rep-%d\"}".formatted(i % 3);
            case "RejectLead" -> "{\"disposition\": \"RECYCLE\", \"reason\": \"TIMING\"}";
            case "ReviseOpportunity" ->
                "{\"expectedAmount\": {\"amount\": \"%d\", \"currency\": \"USD\"}}".formatted(i + 1);
            case "CloseWon" -> "{\"amount\": {\"amount\": \"%d\", \"currency\": \"USD\"}}".formatted(i + 1);
            case "CloseLost" -> "{\"reason\": \"PRICE\"}";
            case "DisqualifyLead" -> "{\"reason\": \"POOR_FIT\"}";
            case "RecycleLead" -> "{\"reason\": \"TIMING\"}";
            case "ReinstateLead", "ReopenLead" -> "{\"justification\": \"%d\"}".formatted(i);
            case "AmendClosure" ->
                "{\"cause\": \"c\", \"amount\": {\"amount\": \"%d\", \"currency\": \"USD\"}}".formatted(i + 1);
            case "RecordRevenue" ->
                "{\"kind\": \"UPSELL\", \"amount\": {\"amount\": \"%d\", \"currency\": \"USD\"}}".formatted(i + 1);
            default -> throw new IllegalArgumentException("a command that this test does not know: " + kind);
        };
    }

    private interface Call {
        Caller.Answer of(int client) throws Exception;
    }

    private static List<Caller.Answer> together(int clients, Call call) throws Exception {
        var ready = new CountDownLatch(clients);
        var calls = new ArrayList<Callable<Caller.Answer>>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            calls.add(() -> {
                ready.countDown();
                ready.await();
                return call.of(client);
            });
        }
        var answers = new ArrayList<Caller.Answer>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            for (Future<Caller.Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
