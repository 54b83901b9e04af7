package io.closedloop.lead.log.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Samples;
import io.closedloop.lead.log.Visibility;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How large the embedded database's file is, with a hundred thousand events of the usual size, and how large it gets on
 * the way.
 */
class H2FileSizeTest {
    private static final int LEADS = 10_000;
    private static final int EVENTS_OF_A_LEAD = 10;
    private static final int COMMANDS_AT_ONCE = 250;

    @TempDir
    Path directory;

    @Test
    void staysSmallWhileItRunsAndTakesLessThanTwoKilobytesPerEventAfterACleanStop() throws Exception {
        H2Database database = H2Database.open(directory, Duration.ofSeconds(10));
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        Visibility visibility = Visibility.of(database.dataSource());
        Path file = directory.resolve("closedloop.mv.db");
        long largest = 0;
        try (var appender = GroupCommitAppender.start(database.dataSource(), visibility, LogLimits.standard())) {
            for (int first = 0; first < LEADS; first += COMMANDS_AT_ONCE) {
                List<LeadId> leads = newLeads();
                for (int version = 0; version < EVENTS_OF_A_LEAD; version++) {
                    var answers = new ArrayList<CompletableFuture<AppendOutcome>>();
                    for (LeadId lead : leads) {
                        answers.add(appender.append(command(lead, version)));
                    }
                    assertThat(answers)
                            .allSatisfy(it -> assertThat(it.join()).isInstanceOf(AppendOutcome.Stored.class));
                }
                largest = Math.max(largest, Files.size(file));
            }
        }
        long events = visibility.lastPosition();
        long stopping = System.nanoTime();
        database.close();
        Duration stop = Duration.ofNanos(System.nanoTime() - stopping);

        long running = largest / events;
        long stopped = Files.size(file) / events;
        System.out.printf(
                "%d events: at most %d bytes per event while running, %d after a stop of %d ms%n",
                events, running, stopped, stop.toMillis());
        assertThat(events).isEqualTo(LEADS * EVENTS_OF_A_LEAD);
        assertThat(stopped).isLessThan(2_048);
        assertThat(running).isLessThan(8_192);
    }

    private static List<LeadId> newLeads() {
        var leads = new ArrayList<LeadId>();
        for (int i = 0; i < COMMANDS_AT_ONCE; i++) {
            leads.add(Samples.newLead());
        }
        return leads;
    }

    private static Append command(LeadId lead, int version) {
        Samples.Builder command = version == 0
                ? Samples.register(lead, Samples.email(lead.toString()))
                : Samples.decide(lead, version, "TouchRecorded");
        return command.events(List.of(event(lead, version == 0 ? "LeadRegistered" : "TouchRecorded")))
                .idempotency(Samples.key(lead + " " + version, "r"))
                .build();
    }

    private static NewEvent event(LeadId lead, String type) {
        return new NewEvent(
                "Lead",
                lead.toString(),
                timeOrderedId(),
                type,
                "1",
                """
                {"leadId":"%s","occurredAt":"2026-01-05T09:30:00.123456Z","pass":1,"playbookVersion":1,\
                "type":"DOWNLOAD","by":"LEAD","campaign":"spring-%d","content":"guide","sealed":"%s"}""".formatted(lead, ThreadLocalRandom.current().nextInt(100), "c2VhbGVk".repeat(20)),
                """
                {"actorId":"%s","actorName":"crm","role":"INTEGRATION","source":"crm","correlationId":"%s",\
                "causationId":"%s"}""".formatted(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()),
                Samples.OCCURRED);
    }

    /** A UUID of version 7, as the service gives its events. */
    private static String timeOrderedId() {
        var random = ThreadLocalRandom.current();
        return new UUID(
                        System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000),
                        random.nextLong() >>> 2 | Long.MIN_VALUE)
                .toString();
    }
}
