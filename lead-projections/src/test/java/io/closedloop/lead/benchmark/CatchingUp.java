package io.closedloop.lead.benchmark;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.FollowedLog;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.leads.LeadList;
import io.closedloop.lead.leads.LeadListRequest;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.LeadAccepted;
import io.closedloop.lead.lifecycle.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadSalesQualified;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.reports.AllReports;
import io.closedloop.lead.reporting.reports.FunnelReport;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * How fast a file is filled and how long the reports take then. Arguments: the number of leads (ten events each, made
 * up as they are read), the file.
 */
public final class CatchingUp {
    private static final int EVENTS_PER_LEAD = 10;
    /** So many leads are worked at the same time, so their events lie far apart in the log. */
    private static final int AT_ONCE = 20_000;

    private static final Instant BEGINNING = Instant.parse("2024-01-01T00:00:00Z");

    private static final List<ReportQuery> REPORTS = AllReports.latest();

    private CatchingUp() {}

    public static void main(String[] arguments) throws Exception {
        int leads = Integer.parseInt(arguments[0]);
        Path file = Path.of(arguments[1]);
        Files.deleteIfExists(file);
        long events = (long) leads * EVENTS_PER_LEAD;
        var facts = new FactsProjection();
        var log = new MadeUpLog(events);
        try (var store = ColumnStore.open(ColumnStoreSettings.in(file), facts.schema())) {
            var processor = new ReadModelProcessor(store, facts, log, log);
            long start = System.nanoTime();
            processor.start();
            for (long step = events / 10; step <= events; step += events / 10) {
                long before = System.nanoTime();
                while (!store.awaitPosition(step, Duration.ofMinutes(1))) {
                    System.out.println("at " + store.progress().position());
                }
                System.out.printf(
                        "position %,d: %,.0f events/s%n", step, events / 10 / ((System.nanoTime() - before) / 1e9));
            }
            System.out.printf(
                    "%,d events in %.1f s: %,.0f events/s%n",
                    events, (System.nanoTime() - start) / 1e9, events / ((System.nanoTime() - start) / 1e9));
            processor.shutDown();
            for (String groupBy : List.of("", "channel", "campaign", "month", "owner,pass", "attr.city")) {
                for (ReportQuery report : REPORTS) {
                    time(store, report, groupBy, null);
                }
            }
            for (int percent : List.of(99, 50)) {
                Instant asOf = recordedAt(events * percent / 100);
                System.out.printf("as of %d %% of the log:%n", percent);
                REPORTS.forEach(report -> time(store, report, "channel", asOf));
            }
            timeLeadsBehind(store);
            for (String filter : List.of("stage=SQL", "owner=rep7", "attr.city=city3", "limit=100")) {
                String[] parts = filter.split("=");
                var request = LeadListRequest.parse(Map.of(parts[0], List.of(parts[1])));
                for (int i = 0; i < 3; i++) {
                    long before = System.nanoTime();
                    store.read(snapshot -> LeadList.find(snapshot, request));
                    System.out.printf("leads %s: %d ms%n", filter, (System.nanoTime() - before) / 1_000_000);
                }
            }
        }
        System.out.printf("file: %,d bytes, resident %s%n", Files.size(file), resident());
    }

    private static void time(ColumnStore store, ReportQuery report, String groupBy, @Nullable Instant asOf) {
        var request = ReportRequest.parse(
                        Map.of("groupBy", List.of(groupBy), "zone", List.of("Europe/Berlin")), report.definition())
                .asOf(asOf);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();
            store.read(snapshot -> Report.ask(report, snapshot, request));
            best = Math.min(best, System.nanoTime() - before);
        }
        System.out.printf("%s by '%s': %d ms%n", report.definition().id(), groupBy, best / 1_000_000);
    }

    private static void timeLeadsBehind(ColumnStore store) {
        var funnel = new FunnelReport();
        var cell = CellRequest.parse(
                Map.of(
                        "groupBy", List.of("channel"),
                        "key.channel", List.of("EMAIL"),
                        "stage", List.of("MQL"),
                        "reached", List.of("WON")),
                funnel.definition());
        @Nullable String cursor = null;
        for (int page = 1; page <= 3; page++) {
            String from = cursor;
            long before = System.nanoTime();
            LeadsBehind found = store.read(snapshot -> LeadsBehind.ask(funnel, snapshot, cell, 100, from));
            cursor = found.nextCursor();
            System.out.printf(
                    "leads behind a number, page %d: %d ms%n", page, (System.nanoTime() - before) / 1_000_000);
        }
    }

    private static Instant recordedAt(long position) {
        return BEGINNING.plusSeconds(position / 10);
    }

    private static String resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
                .toList()
                .toString();
    }

    /**
     * Event {@code i} belongs to a lead of the block of {@link #AT_ONCE}, each of which goes through its life in step.
     */
    private record MadeUpLog(long events) implements StreamableMessageSource<TrackedEventMessage<?>>, FollowedLog {
        private static final Source[] SOURCES = sources();

        @Override
        public List<? extends TrackedEventMessage<?>> events(UUID stream, long first, long last) {
            throw new UnsupportedOperationException("nothing is parked here");
        }

        @Override
        public Optional<String> eventIdAt(long position) {
            return position <= events ? Optional.of("e" + position) : Optional.empty();
        }

        @Override
        public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
            return new Reading(token == null ? 0 : token.position().orElseThrow());
        }

        private TrackedEventMessage<?> event(long position) {
            long index = position - 1;
            long block = index / (AT_ONCE * (long) EVENTS_PER_LEAD);
            long inBlock = index % (AT_ONCE * (long) EVENTS_PER_LEAD);
            long lead = block * AT_ONCE + inBlock % AT_ONCE;
            int step = (int) (inBlock / AT_ONCE);
            return MemoryLog.message(new MemoryLog.Stored(
                    position,
                    "e" + position,
                    recordedAt(position),
                    payload(new LeadId(new UUID(lead * 0x9E3779B97F4A7C15L, lead)), lead, step)));
        }

        private static LeadEvent payload(LeadId id, long lead, int step) {
            Instant at = BEGINNING.plusSeconds(lead * 60).plus(Duration.ofDays(step));
            var rep = new Rep("rep" + lead % 50);
            return switch (step) {
                case 0 ->
                    new LeadRegistered(
                            id,
                            at,
                            1,
                            1,
                            null,
                            Contact.NONE,
                            SOURCES[(int) (lead % SOURCES.length)],
                            new Attributes(Map.of("city", "city" + lead % 30)),
                            List.of(new IdentityHash(IdentityKind.EMAIL, "%032x%032x".formatted(~lead, lead))),
                            null);
                case 3 -> new LeadMarketingQualified(id, at, 1, 1, null);
                case 4 -> new LeadAssigned(id, at, 1, 1, rep, null);
                case 5 -> new LeadAccepted(id, at, 1, 1, rep, false, null);
                case 7 -> new LeadSalesQualified(id, at, 1, 1, rep, Map.of(), Money.of("100", "USD"), null, null);
                case 9 ->
                    lead % 3 == 0
                            ? new LeadWon(id, at, 1, 1, Money.of("120.50", "USD"), List.of(), null)
                            : new LeadLost(id, at, 1, 1, "PRICE", null, null, List.of(), null);
                default ->
                    new TouchRecorded(
                            id,
                            at,
                            1,
                            "t" + step,
                            TouchType.CALL,
                            TouchedBy.SALES,
                            true,
                            null,
                            null,
                            null,
                            List.of(),
                            null);
            };
        }

        private static Source[] sources() {
            var sources = new Source[500];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = new Source(
                        Channel.values()[i % Channel.values().length],
                        "origin" + i % 7,
                        "campaign" + i % 100,
                        "page" + i,
                        SourcedBy.MARKETING);
            }
            return sources;
        }

        private final class Reading implements BlockingStream<TrackedEventMessage<?>> {
            private long read;
            private @Nullable TrackedEventMessage<?> next;

            Reading(long after) {
                read = after;
            }

            @Override
            public Optional<TrackedEventMessage<?>> peek() {
                if (next == null && read < events) {
                    next = event(read + 1);
                }
                return Optional.ofNullable(next);
            }

            @Override
            public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
                if (read >= events) {
                    unit.sleep(timeout);
                }
                return read < events;
            }

            @Override
            public TrackedEventMessage<?> nextAvailable() {
                TrackedEventMessage<?> event = peek().orElseThrow();
                next = null;
                read++;
                return event;
            }

            @Override
            public void close() {}
        }
    }
}
