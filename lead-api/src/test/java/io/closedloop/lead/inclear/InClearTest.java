package io.closedloop.lead.inclear;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.closedloop.lead.log.TestDatabase;
import io.closedloop.lead.log.directory.DataDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows as former versions wrote them, in tables as they were then. */
class InClearTest {
    private static final String FIRST = "1";
    private static final String LEAD = "0195f5a0-0000-7000-8000-000000000001";
    private static final String CAUSE = "the customer's brother Bo had paid";
    private static final String HASH = "0123456789abcdef0123456789abcdef";
    private static final Instant RECORDED = Instant.parse("2026-01-05T10:00:00Z");

    @TempDir
    Path directory;

    private record Run(int exitCode, String out, String err) {}

    private static Run run(String... settings) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = InClear.run(settings, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Run(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Run runOnH2() {
        return run("--closedloop.data-dir=" + directory);
    }

    private static Run runOnPostgres(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return run(
                    "--spring.profiles.active=postgres",
                    "--spring.datasource.url=" + connection.getMetaData().getURL(),
                    "--spring.datasource.username=" + connection.getMetaData().getUserName());
        }
    }

    @Test
    void onH2AllThatFormerVersionsLeftIsListedAndNothingIsChanged() throws Exception {
        try (TestDatabase database = TestDatabase.h2At(directory, FIRST)) {
            formerLog(database);
        }
        Path file = directory.resolve("closedloop.mv.db");
        byte[] before = Files.readAllBytes(file);

        requireFindings(runOnH2());

        assertThat(Arrays.equals(Files.readAllBytes(file), before)).isTrue();
        requireFindings(runOnH2());
    }

    @Test
    void onPostgresAllThatFormerVersionsLeftIsListed() throws Exception {
        try (TestDatabase database = TestDatabase.postgresAt(FIRST)) {
            formerLog(database);

            requireFindings(runOnPostgres(database));
        }
    }

    /** As a backup is, or what a kill leaves. */
    @Test
    void aFileThatWasNeverClosedIsLookedThroughAsWell(@TempDir Path elsewhere) throws Exception {
        try (TestDatabase database = TestDatabase.h2At(elsewhere, FIRST)) {
            formerLog(database);
            Files.copy(elsewhere.resolve("closedloop.mv.db"), directory.resolve("closedloop.mv.db"));

            requireFindings(runOnH2());
        }
    }

    private static void formerLog(TestDatabase database) throws SQLException, IOException {
        String amended = Files.readString(Path.of("src/test/resources/golden/ClosureAmended-1.json"));
        assertThat(amended).contains("\"cause\"");
        String withCause = amended.replaceFirst("\"cause\"\\s*:\\s*\"[^\"]*\"", "\"cause\":\"" + CAUSE + "\"");
        try (Connection connection = database.dataSource().getConnection()) {
            event(connection, 1, "LeadAccepted", "1", accepted(), "4f1c9a0e:" + HASH);
            event(connection, 2, "LeadAccepted", "1", accepted(), "my run: the second:" + HASH + "~");
            event(connection, 3, "LeadAccepted", "1", accepted(), null);
            // Keys that callers chose, and those of today's import.
            event(connection, 4, "LeadAccepted", "1", accepted(), "order-17");
            event(connection, 5, "LeadAccepted", "1", accepted(), HASH);
            event(connection, 6, "LeadAccepted", "1", accepted(), "4f1c9a0e:AAECAwQFBgcICQoLDA0ODw");
            event(connection, 7, "ClosureAmended", "1", withCause, "4f1c9a0e:" + HASH);
            event(connection, 8, "ClosureAmended", "2", sealed(amended), null);
            answer(connection, "a", "0a1b".repeat(16), RECORDED);
            answer(connection, "b", "0a1b".repeat(16), RECORDED.plusSeconds(60));
            answer(connection, "c", "0A1B".repeat(16), RECORDED.plusSeconds(90));
        }
    }

    private static void requireFindings(Run run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.contains("\t") || line.matches("[0-9,]+ .*")))
                .containsExactly(
                        line(
                                1,
                                "LeadAccepted",
                                "an idempotency key of the import tool that a command can be guessed from"),
                        line(
                                2,
                                "LeadAccepted",
                                "an idempotency key of the import tool that a command can be guessed from"),
                        line(
                                7,
                                "ClosureAmended",
                                "an idempotency key of the import tool that a command can be guessed from"),
                        line(7, "ClosureAmended", "a text that is sealed today"),
                        "8 events were looked at.",
                        "3 with an idempotency key of the import tool that a command can be guessed from",
                        "1 with a text that is sealed today",
                        "2 kept answers with a hash that the request can be guessed from; a service that runs has"
                                + " forgotten the last of them by 2026-01-07T10:11:00Z");
        assertThat(run.out()).doesNotContain(HASH, CAUSE, "brother");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    private static String line(int position, String type, String what) {
        return position + "\t" + LEAD + "\t" + type + "\t" + what;
    }

    private static String accepted() throws IOException {
        return Files.readString(Path.of("src/test/resources/golden/LeadAccepted-1.json"));
    }

    private static String sealed(String amended) {
        return amended.replaceFirst("\"cause\"\\s*:\\s*\"[^\"]*\"", "\"sealed\":\"AQXyYSCrqQB8\"");
    }

    private static void event(
            Connection connection,
            long position,
            String type,
            String revision,
            String payload,
            @Nullable String idempotencyKey)
            throws SQLException {
        String key = idempotencyKey == null ? "" : ",\"idempotencyKey\":\"%s\"".formatted(idempotencyKey);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into event (position, batch, stream_type, stream_id, sequence, event_id, type, revision, payload,
                    metadata, occurred_at, recorded_at)
                values (?, 1, 'Lead', ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setLong(1, position);
            insert.setString(2, LEAD);
            insert.setLong(3, position - 1);
            insert.setString(4, new UUID(0, position).toString());
            insert.setString(5, type);
            insert.setString(6, revision);
            insert.setString(7, payload);
            insert.setString(8, "{\"actorName\":\"import\"%s}".formatted(key));
            insert.setObject(9, RECORDED.atOffset(ZoneOffset.UTC));
            insert.setObject(10, RECORDED.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private static void answer(Connection connection, String scope, String requestHash, Instant recorded)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into kept_answer (scope_hash, request_hash, status, headers, body, recorded_at, batch)
                values (?, ?, 200, '', '', ?, 1)""")) {
            insert.setString(1, scope);
            insert.setString(2, requestHash);
            insert.setObject(3, recorded.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    /** More than one page of it. */
    @Test
    void aLongLogIsGoneThroughToItsEnd() throws Exception {
        try (TestDatabase database = TestDatabase.h2At(directory, FIRST);
                Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            for (int position = 1; position <= 10_001; position++) {
                event(
                        connection,
                        position,
                        "LeadAccepted",
                        "1",
                        accepted(),
                        position % 5_000 == 1 ? "run:" + HASH : null);
            }
            connection.commit();
        }

        Run run = runOnH2();

        assertThat(run.out())
                .contains("10,001 events were looked at.")
                .contains("3 with an idempotency key")
                .contains("10001\t" + LEAD);
    }

    @Test
    void thePresentVersionWritesNothingThatIsListed() throws Exception {
        try (FreshService service = FreshService.start(directory)) {
            Caller caller = service.as(Role.INTEGRATION, Role.SALES, Role.MANAGER);
            UUID lead = UUID.randomUUID();
            var lines = new ArrayList<String>();
            for (String command : List.of(
                    "\"command\":\"RegisterLead\",\"contact\":{\"name\":\"Ada\",\"email\":\"ada@example.com\"},"
                            + "\"source\":{\"channel\":\"EVENT\",\"sourcedBy\":\"MARKETING\"}",
                    "\"command\":\"QualifyMarketing\"",
                    "\"command\":\"QualifySales\",\"rep\":\"ann\"",
                    "\"command\":\"CloseWon\",\"amount\":{\"amount\":\"10.00\",\"currency\":\"EUR\"}",
                    "\"command\":\"AmendClosure\",\"amount\":{\"amount\":\"11.00\",\"currency\":\"EUR\"},\"cause\":\"%s\""
                            .formatted(CAUSE))) {
                lines.add(
                        "{\"leadId\":\"%s\",\"idempotencyKey\":\"run-%d\",%s}".formatted(lead, lines.size(), command));
            }
            Caller.Answer answer = caller.send(
                    "POST",
                    "/v1/commands",
                    String.join("\n", lines).getBytes(UTF_8),
                    "Content-Type",
                    "application/x-ndjson");
            assertThat(answer.body().lines()).hasSize(5).allMatch(line -> line.contains("\"status\":20"));
        }

        Run run = runOnH2();

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("6 events were looked at.");
    }

    @Test
    void aServiceThatRunsIsNotLookedAtAndSaysWhy() {
        try (TestDatabase _ = TestDatabase.h2At(directory, FIRST);
                DataDirectory _ = DataDirectory.open(directory)) {
            Run run = runOnH2();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith("closedloop: the data directory ").contains("is in use by process ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/nowhere"})
    void whereThereIsNoDatabaseNoneIsMade(String below) {
        Run run = run("--closedloop.data-dir=" + directory + below);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("closedloop: there is no database file ")
                .contains("closedloop.data-dir");
        assertThat(directory).isEmptyDirectory();
    }
}
