package io.closedloop.lead.checking;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.checking.Exchange.Outcome;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A good run, in which one thing after the other is made wrong: each is found, by the rule that it breaks. */
class CheckerTest {
    private static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");
    private static final String ANA = "00000000-0000-0000-0000-00000000000a";
    private static final String BO = "00000000-0000-0000-0000-00000000000b";
    private static final String RIVAL = "00000000-0000-0000-0000-00000000000c";
    private static final String SUPPRESSION = "00000000-0000-0000-0000-0000000000ff";
    private static final String CLAIMED = "\"claimed\": [{\"kind\": \"EMAIL\", \"hash\": \"%s\"}]";
    private static final String VARIANT = "\"claimed\": [{\"kind\": \"EMAIL\", \"hash\": \"%s\", \"base\": \"%s\"}]";
    private static final String RELEASED = "\"released\": [{\"kind\": \"EMAIL\", \"hash\": \"%s\"}]";

    private final List<StoredEvent> events = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final Map<String, Set<String>> tables = new TreeMap<>();

    CheckerTest() {
        register(ANA, "k1", "aa", 1);
        event("Lead", ANA, "LeadMarketingQualified", "\"pass\": 1", "k2", 2);
        event("Lead", ANA, "LeadRejected", "\"pass\": 1", "k3", 3);
        event("Lead", ANA, "LeadRecycled", "\"pass\": 1", "k3", 3);
        event("Lead", ANA, "LeadMarketingQualified", "\"pass\": 2", "k4", 4);
        event(
                "Lead",
                ANA,
                "LeadDisqualified",
                "\"pass\": 2, " + RELEASED.formatted("aa")
                        + ", \"suppressions\": [{\"suppressionId\": \"%s\", \"identity\": {\"kind\": \"EMAIL\", \"hash\": \"aa\"}}]"
                                .formatted(SUPPRESSION),
                "k5",
                5);
        event("Suppression", SUPPRESSION, "RedeliveryBlocked", "\"attemptedLeadId\": \"%s\"".formatted(RIVAL), "k6", 6);
        register(BO, "k7", "bb", 7);

        acknowledged("RegisterLead", "k1", ANA, 1, 1, "LeadRegistered");
        acknowledged("QualifyMarketing", "k2", ANA, 2, 2, "LeadMarketingQualified");
        acknowledged("RejectLead", "k3", ANA, 4, 4, "LeadRejected", "LeadRecycled");
        told("QualifyMarketing", "k4", new Outcome.Uncertain("cut"));
        acknowledged("DisqualifyLead", "k5", ANA, 6, 6, "LeadDisqualified");
        told("RegisterLead", "k6", new Outcome.Refused(409, "contact-suppressed", null, null, null, "409 c"));
        acknowledged("RegisterLead", "k7", BO, 1, 8, "LeadRegistered");
        told("RegisterLead", "k8", new Outcome.Refused(409, "duplicate-lead", BO, null, null, "409 d"));
        told("AcceptLead", "k9", new Outcome.Refused(409, "command-not-allowed", BO, 1L, "INQUIRY", "409 n"));
        told("AcceptLead", "k10", new Outcome.TurnedAway("no connection"));
        told("AcceptLead", "k11", new Outcome.Uncertain("no answer"));
        readings.add(new Reading(ANA, "one", 1_000, 1_001, 6, 6, "DISQUALIFIED"));
        reports.add(new Report("funnel", "one", "a"));
        reports.add(new Report("funnel", "two", "a"));

        tables.put(StoredLog.CLAIMS, Set.of("EMAIL bb " + BO));
        tables.put(StoredLog.HELD, Set.of("EMAIL aa " + ANA, "EMAIL bb " + BO));
        tables.put(StoredLog.SUPPRESSIONS, Set.of(SUPPRESSION + " EMAIL aa null " + ANA + " 6 null null 1 1"));
        tables.put(StoredLog.PLUS, Set.of());
        tables.put(StoredLog.KEYS, Set.of(ANA, BO));
        tables.put(StoredLog.AFTER_THE_HEAD, Set.of());
    }

    @Test
    void findsNothingInAGoodRun() {
        assertThat(check()).isEmpty();
    }

    @Test
    void findsAnAcknowledgementThatIsNotInTheLog() {
        acknowledged("CloseWon", "lost", BO, 2, 9, "LeadWon");
        breaks(Rule.ACKNOWLEDGED_EXACTLY_ONCE);
    }

    @Test
    void findsAnAcknowledgementThatIsInTheLogTwice() {
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "twice", 8);
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "twice", 9);
        acknowledged("RecordTouch", "twice", BO, 2, 9, "TouchRecorded");
        breaks(Rule.ACKNOWLEDGED_EXACTLY_ONCE);
    }

    @Test
    void findsAnAcknowledgementOfAnotherVersionThanIsStored() {
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "other", 8);
        acknowledged("RecordTouch", "other", BO, 3, 9, "TouchRecorded");
        breaks(Rule.ACKNOWLEDGED_EXACTLY_ONCE);
    }

    @Test
    void findsADecisionOnAnotherVersionThanTheOneAskedFor() {
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "match", 8);
        exchanges.add(new Exchange(
                "RecordTouch", "c", "match", false, 7L, "one", 900, 901, answer(BO, 2, 9, "TouchRecorded")));
        breaks(Rule.ACKNOWLEDGED_EXACTLY_ONCE);
    }

    @Test
    void findsARepeatThatStoresSomething() {
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "repeat", 8);
        acknowledged("RecordTouch", "repeat", BO, 2, 9);
        breaks(Rule.ACKNOWLEDGED_EXACTLY_ONCE);
    }

    @Test
    void findsAnUncertainCommandThatIsInTheLogTwice() {
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "uncertain", 8);
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "uncertain", 9);
        told("RecordTouch", "uncertain", new Outcome.Uncertain("cut"));
        breaks(Rule.UNCERTAIN_AT_MOST_ONCE);
    }

    @Test
    void findsHalfACommand() {
        change(3, it -> withKey(it, "half"));
        told("RejectLead", "half", new Outcome.Uncertain("cut"));
        breaks(Rule.UNCERTAIN_AT_MOST_ONCE, Rule.ACKNOWLEDGED_EXACTLY_ONCE);
    }

    @Test
    void findsARefusedCommandInTheLog() {
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "refused", 8);
        told("RecordTouch", "refused", new Outcome.Refused(409, "command-not-allowed", null, null, null, "409"));
        breaks(Rule.REFUSED_NEVER);
    }

    @Test
    void findsADryRunInTheLog() {
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "dry", 8);
        exchanges.add(new Exchange(
                "RecordTouch", "c", "dry", true, null, "one", 900, 901, answer(BO, 2, 9, "TouchRecorded")));
        breaks(Rule.REFUSED_NEVER);
    }

    @Test
    void findsABlockedDeliveryWithoutATrace() {
        told("RegisterLead", "traceless", new Outcome.Refused(409, "contact-suppressed", null, null, null, "409"));
        breaks(Rule.REFUSED_NEVER);
    }

    @Test
    void findsWhatNobodyAskedFor() {
        event("Lead", BO, "TouchRecorded", "\"pass\": 1", "nobody", 8);
        breaks(Rule.NOTHING_UNASKED);
    }

    @Test
    void findsTwoAnswersUnderOneKey() {
        told("RegisterLead", "k8", new Outcome.Refused(409, "duplicate-lead", ANA, null, null, "409 other"));
        breaks(Rule.ONE_KEY_ONE_ANSWER);
    }

    @Test
    void findsALaterCommandAtAnEarlierPosition() {
        change(exchanges, 0, it -> at(it, 2_000, 2_001));
        breaks(Rule.ORDER_OF_ANSWERS);
    }

    @Test
    void findsAStaleReading() {
        readings.add(new Reading(ANA, "two", 2_000, 2_001, 4, 4, "NURTURE"));
        breaks(Rule.READS_ARE_CURRENT);
    }

    @Test
    void findsAReadingOfWhatWasNeverSo() {
        readings.add(new Reading(BO, "two", 2_000, 2_001, 1, 8, "SQL"));
        breaks(Rule.READS_ARE_CURRENT);
    }

    @Test
    void findsARefusalThatTellsOfAnotherStage() {
        told("AcceptLead", "liar", new Outcome.Refused(409, "command-not-allowed", BO, 1L, "SQL", "409"));
        breaks(Rule.READS_ARE_CURRENT);
    }

    @Test
    void findsAMissingPosition() {
        change(7, it -> moved(it, it.position() + 1, it.sequence(), it.batch(), it.recordedAt()));
        breaks(Rule.POSITIONS_WITHOUT_HOLES);
    }

    @Test
    void findsAMissingVersion() {
        change(5, it -> moved(it, it.position(), it.sequence() + 1, it.batch(), it.recordedAt()));
        breaks(Rule.VERSIONS_WITHOUT_HOLES);
    }

    @Test
    void findsAnEventIdThatComesTwice() {
        change(7, it -> withEventId(it, events.getFirst().eventId()));
        breaks(Rule.EVENT_IDS_ONCE);
    }

    @Test
    void findsTimeThatRunsBack() {
        change(7, it -> moved(it, it.position(), it.sequence(), it.batch(), BEGIN));
        breaks(Rule.RECORDED_AT_NEVER_DECREASES);
    }

    @Test
    void findsATransactionOfTwoTimes() {
        change(
                3,
                it -> moved(
                        it,
                        it.position(),
                        it.sequence(),
                        it.batch(),
                        it.recordedAt().plusMillis(1)));
        breaks(Rule.TRANSACTIONS_IN_ORDER);
    }

    @Test
    void findsAnIllegalTransition() {
        event("Lead", BO, "LeadWon", "\"pass\": 1, " + RELEASED.formatted("bb"), "won", 8);
        acknowledged("CloseWon", "won", BO, 2, 9, "LeadWon");
        tables.put(StoredLog.CLAIMS, Set.of());
        breaks(Rule.LEGAL_TRANSITIONS);
    }

    @Test
    void findsARejectionThatIsNotCarriedOut() {
        event("Lead", BO, "LeadMarketingQualified", "\"pass\": 1", "q", 8);
        event("Lead", BO, "LeadRejected", "\"pass\": 1", "r", 9);
        told("QualifyMarketing", "q", new Outcome.Uncertain("cut"));
        told("RejectLead", "r", new Outcome.Uncertain("cut"));
        breaks(Rule.LEGAL_TRANSITIONS);
    }

    @Test
    void findsAnIdentityThatIsOpenTwice() {
        register(RIVAL, "rival", "bb", 8);
        acknowledged("RegisterLead", "rival", RIVAL, 1, 9, "LeadRegistered");
        breaks(Rule.IDENTITY_OPEN_ONCE);
    }

    @Test
    void findsADeliveryOfASuppressedIdentity() {
        register(RIVAL, "rival", "aa", 8);
        acknowledged("RegisterLead", "rival", RIVAL, 1, 9, "LeadRegistered");
        breaks(Rule.SUPPRESSED_NEVER_DELIVERED);
    }

    @Test
    void findsADeliveryOfAPlusVariantOfASuppressedAddress() {
        widened("aa");
        event("Lead", RIVAL, "LeadRegistered", "\"pass\": 1, " + VARIANT.formatted("cc", "aa"), "rival", 8);
        acknowledged("RegisterLead", "rival", RIVAL, 1, 10, "LeadRegistered");
        breaks(Rule.SUPPRESSED_NEVER_DELIVERED);
    }

    @Test
    void findsNothingWrongWithAPlusVariantOfAnotherAddress() {
        widened("aa");
        event("Lead", RIVAL, "LeadRegistered", "\"pass\": 1, " + VARIANT.formatted("cc", "dd"), "rival", 8);
        acknowledged("RegisterLead", "rival", RIVAL, 1, 10, "LeadRegistered");
        assertThat(check()).extracting(Violation::rule).doesNotContain(Rule.SUPPRESSED_NEVER_DELIVERED);
    }

    @Test
    void findsADeliveryOfWhatWasSuppressedUnderTheFormerSpelling() {
        String formerly =
                "\"suppressions\": [{\"suppressionId\": \"%s\", \"identity\": {\"kind\": \"EMAIL\", \"hash\": \"ee\", \"spelling\": 1}}]"
                        .formatted(UUID.randomUUID());
        event("Lead", BO, "LeadDisqualified", "\"pass\": 1, " + formerly, "k8", 8);
        event(
                "Lead",
                RIVAL,
                "LeadRegistered",
                "\"pass\": 1, \"claimed\": [{\"kind\": \"EMAIL\", \"hash\": \"ff\", \"former\": \"ee\"}]",
                "rival",
                9);
        breaks(Rule.SUPPRESSED_NEVER_DELIVERED);
    }

    private void widened(String base) {
        event("Suppression", SUPPRESSION, "SuppressionWidened", "\"base\": \"%s\"".formatted(base), "widened", 8);
    }

    @Test
    void findsARowThatTheLogDoesNotTellOf() {
        tables.put(StoredLog.CLAIMS, Set.of("EMAIL bb " + BO, "EMAIL cc " + BO));
        breaks(Rule.TABLES_EQUAL_THE_LOG);
    }

    @Test
    void findsReportsThatDiffer() {
        reports.add(new Report("funnel", "three", "b"));
        breaks(Rule.REPORTS_AGREE);
    }

    @Test
    void findsAFault() {
        told("AcceptLead", "fault", new Outcome.Fault(500, "{}"));
        breaks(Rule.NO_FAULTS);
    }

    /** A delivery after the suppression's end is a good one. */
    @Test
    void findsNothingInADeliveryAfterASuppressionHasExpired() {
        change(
                5,
                it -> new StoredEvent(
                        it.position(),
                        it.batch(),
                        it.streamType(),
                        it.streamId(),
                        it.sequence(),
                        it.eventId(),
                        it.type(),
                        it.revision(),
                        it.payload()
                                .replace(
                                        "\"hash\": \"aa\"}}]",
                                        "\"hash\": \"aa\"}, \"expiresAt\": \"%s\"}]".formatted(BEGIN.plusSeconds(8))),
                        it.metadata(),
                        it.occurredAt(),
                        it.recordedAt()));
        register(RIVAL, "rival", "aa", 8);
        acknowledged("RegisterLead", "rival", RIVAL, 1, 9, "LeadRegistered");
        assertThat(check()).extracting(Violation::rule).doesNotContain(Rule.SUPPRESSED_NEVER_DELIVERED);
    }

    private void breaks(Rule... rules) {
        assertThat(check()).extracting(Violation::rule).contains(rules);
    }

    private List<Violation> check() {
        StoredEvent last = events.getLast();
        return Checker.check(
                new StoredLog(new LogHead(last.position(), last.batch(), last.recordedAt()), events, tables),
                new History(exchanges, readings, reports));
    }

    private void register(String lead, String key, String hash, int batch) {
        event("Lead", lead, "LeadRegistered", "\"pass\": 1, " + CLAIMED.formatted(hash), key, batch);
    }

    private void event(String streamType, String stream, String type, String data, String key, int batch) {
        long position = events.size() + 1;
        long sequence =
                events.stream().filter(it -> it.streamId().equals(stream)).count();
        events.add(new StoredEvent(
                position,
                batch,
                streamType,
                stream,
                sequence,
                "event-" + position,
                type,
                "1",
                "{" + data + "}",
                "{\"correlationId\": \"c\", \"idempotencyKey\": \"%s\"}".formatted(key),
                BEGIN,
                BEGIN.plusSeconds(batch)));
    }

    private void acknowledged(String command, String key, String target, long version, long position, String... types) {
        told(command, key, answer(target, version, position, types));
    }

    private static Outcome answer(String target, long version, long position, String... types) {
        return new Outcome.Acknowledged(200, target, version, position, List.of(types), false, "200 " + version);
    }

    private void told(String command, String key, Outcome outcome) {
        long at = 10L * exchanges.size();
        exchanges.add(new Exchange(command, "c", key, false, null, "one", at, at + 1, outcome));
    }

    private void change(int event, UnaryOperator<StoredEvent> how) {
        change(events, event, how);
    }

    private static <T> void change(List<T> list, int index, UnaryOperator<T> how) {
        list.set(index, how.apply(list.get(index)));
    }

    private static Exchange at(Exchange it, long sentAt, long answeredAt) {
        return new Exchange(
                it.command(),
                it.correlationId(),
                it.idempotencyKey(),
                it.dryRun(),
                it.ifMatch(),
                it.instance(),
                sentAt,
                answeredAt,
                it.outcome());
    }

    private static StoredEvent moved(StoredEvent it, long position, long sequence, long batch, Instant recordedAt) {
        return new StoredEvent(
                position,
                batch,
                it.streamType(),
                it.streamId(),
                sequence,
                it.eventId(),
                it.type(),
                it.revision(),
                it.payload(),
                it.metadata(),
                it.occurredAt(),
                recordedAt);
    }

    private static StoredEvent withKey(StoredEvent it, String key) {
        return new StoredEvent(
                it.position(),
                it.batch(),
                it.streamType(),
                it.streamId(),
                it.sequence(),
                it.eventId(),
                it.type(),
                it.revision(),
                it.payload(),
                "{\"correlationId\": \"c\", \"idempotencyKey\": \"%s\"}".formatted(key),
                it.occurredAt(),
                it.recordedAt());
    }

    private static StoredEvent withEventId(StoredEvent it, String eventId) {
        return new StoredEvent(
                it.position(),
                it.batch(),
                it.streamType(),
                it.streamId(),
                it.sequence(),
                eventId,
                it.type(),
                it.revision(),
                it.payload(),
                it.metadata(),
                it.occurredAt(),
                it.recordedAt());
    }
}
