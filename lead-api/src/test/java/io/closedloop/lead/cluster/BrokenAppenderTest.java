package io.closedloop.lead.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.checking.Checker;
import io.closedloop.lead.checking.Exchange.Outcome;
import io.closedloop.lead.checking.Rule;
import io.closedloop.lead.checking.StoredLog;
import io.closedloop.lead.checking.Violation;
import io.closedloop.lead.durability.Beside;
import io.closedloop.lead.durability.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The checker finds what it is there to find: a real service, whose appender is broken on purpose, in one way after the
 * other, is told a short story, and the checker finds more of the one thing that must not be. What loses what was
 * acknowledged comes last: the service stores nothing more when it notices.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Beside
class BrokenAppenderTest {
    private static final int CRASHES_AT_MOST = 5;

    private final Recorder recorder = new Recorder();
    private PostgresServer server;
    private Cluster cluster;
    private Path breakageFile;

    @BeforeAll
    void start(@TempDir Path directory) {
        breakageFile = directory.resolve("breakage");
        become(Breakage.NONE);
        // Who does not wait for the disk is found out with near certainty: it is written to every ten seconds.
        server = PostgresServer.start(directory, Map.of("wal_writer_delay", "10s"));
        cluster = Cluster.start(directory, server, 1, "--%s=%s".formatted(ServiceUnderTest.BREAKAGE, breakageFile));
    }

    @AfterAll
    void stop() {
        cluster.close();
        server.close();
    }

    @Test
    @Order(1)
    void nothingIsFoundWhereNothingIsBroken() throws SQLException {
        tellAStory();

        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @Order(2)
    @CsvSource({
        "LOSES_CLAIMS, IDENTITY_OPEN_ONCE",
        "LOSES_SUPPRESSIONS, SUPPRESSED_NEVER_DELIVERED",
        "LOSES_KEPT_ANSWERS, ONE_KEY_ONE_ANSWER",
        "SKIPS_A_POSITION, POSITIONS_WITHOUT_HOLES",
        "RECORDS_IN_THE_PAST, RECORDED_AT_NEVER_DECREASES"
    })
    void aBrokenAppenderIsFoundOut(Breakage breakage, Rule broken) throws SQLException {
        long before = violationsOf(broken);
        become(breakage);

        tellAStory();

        assertThat(violationsOf(broken)).isGreaterThan(before);
        become(Breakage.NONE);
    }

    @Test
    @Order(3)
    void anAcknowledgementBeforeTheCommitIsFoundOutWhenTheServiceIsKilled() throws SQLException {
        long before = violationsOf(Rule.ACKNOWLEDGED_EXACTLY_ONCE);
        become(Breakage.ACKNOWLEDGES_BEFORE_THE_COMMIT);
        tellAStory();

        cluster.instances().getFirst().kill();

        assertThat(violationsOf(Rule.ACKNOWLEDGED_EXACTLY_ONCE)).isGreaterThan(before);
    }

    @Test
    @Order(4)
    void anAcknowledgementBeforeTheSyncIsFoundOutWhenTheDatabaseCrashes() throws SQLException {
        long before = violationsOf(Rule.ACKNOWLEDGED_EXACTLY_ONCE);
        become(Breakage.ACKNOWLEDGES_BEFORE_THE_SYNC);
        cluster.instances().getFirst().start();
        long after = before;
        for (int crashes = 0; crashes < CRASHES_AT_MOST && after == before; crashes++) {
            tellAStory();

            server.kill();
            server.startAgain();

            after = violationsOf(Rule.ACKNOWLEDGED_EXACTLY_ONCE);
        }
        assertThat(after).isGreaterThan(before);
    }

    private void become(Breakage breakage) {
        try {
            Path fresh = breakageFile.resolveSibling("breakage.new");
            Files.writeString(fresh, breakage.name());
            Files.move(fresh, breakageFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Violation> check() throws SQLException {
        return Checker.check(StoredLog.read(cluster.dataSource()), recorder.history());
    }

    private long violationsOf(Rule rule) throws SQLException {
        return check().stream().filter(it -> it.rule() == rule).count();
    }

    /**
     * A lead, its rival, a command twice under one key, a disqualification, the same person again. The last command is
     * a good one, on which its sender relies.
     */
    private void tellAStory() {
        var keys = new Workload.Keys(cluster.newKey(), cluster.newKey());
        var client = new Client(cluster, keys, new Market(), recorder, new Random(0));
        String ana = "ana-" + UUID.randomUUID();
        String lead = UUID.randomUUID().toString();
        Command touch = on(lead, "RecordTouch", "touches", "\"type\": \"CALL\", \"by\": \"SALES\"");
        String key = UUID.randomUUID().toString();

        send(client, register(lead, ana), null);
        send(client, register(UUID.randomUUID().toString(), ana), null);
        send(client, touch, key);
        send(client, touch, key);
        send(client, on(lead, "DisqualifyLead", "disqualify", "\"reason\": \"POOR_FIT\""), null);
        send(client, register(UUID.randomUUID().toString(), ana), null);
        Outcome last = send(client, register(UUID.randomUUID().toString(), "bo-" + UUID.randomUUID()), null);

        assertThat(last).isInstanceOf(Outcome.Acknowledged.class);
    }

    private Outcome send(Client client, Command command, @Nullable String key) {
        return client.sendOnce(command, key, false, null, cluster.instances().getFirst());
    }

    private static Command register(String lead, String person) {
        return new Command("RegisterLead", "/v1/leads", "", """
                "leadId": "%s", "contact": {"email": "%s@example.com"}, \
                "source": {"channel": "EMAIL", "sourcedBy": "MARKETING"}""".formatted(lead, person), false);
    }

    private static Command on(String lead, String name, String path, String fields) {
        return new Command(name, "/v1/leads/%s/%s".formatted(lead, path), "", fields, false);
    }
}
