package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a command could cost at best: one row of an event's size, inserted and committed durably by itself, by as many
 * clients as the service has. {@code pgbench} does it where it is installed, since it takes less of the cores that
 * server and load share; a few threads do it otherwise.
 */
final class RawLimit {
    private static final String DATABASE = "raw_limit";
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private static final String TABLE = """
            create table event_row (
                global_index bigserial primary key, aggregate_identifier varchar(255) not null,
                sequence_number bigint not null, type varchar(255), event_identifier varchar(255) not null unique,
                meta_data text, payload text not null, payload_revision varchar(255), payload_type varchar(255) not null,
                time_stamp varchar(255) not null, unique (aggregate_identifier, sequence_number))""";

    private static final String INSERT = """
            insert into event_row (aggregate_identifier, sequence_number, type, event_identifier, meta_data, payload, \
            payload_revision, payload_type, time_stamp) values (gen_random_uuid()::text, 0, 'Lead', \
            gen_random_uuid()::text, '{"actor": "crm", "role": "INTEGRATION", "correlationId": \
            "51030a43-b0b7-4f62-866d-f03d359f4d34"}', '{"leadId": "51030a43-b0b7-4f62-866d-f03d359f4d34", "occurredAt": \
            "2026-03-02T09:00:00.123456Z", "source": {"channel": "PAID_SEARCH", "origin": "paid search", "sourcedBy": \
            "MARKETING"}, "sealed": "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5OjsA\
            PT4QQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ent8fX5"}', '1', \
            'LeadRegistered', '2026-03-02T09:00:00.123456Z')""";

    private final Database database;
    private final Path work;
    private final int seconds;

    RawLimit(Database database, Path work, int seconds) {
        this.database = database;
        this.work = work;
        this.seconds = seconds;
    }

    /** Who measures it, for the page. */
    static String by() {
        return pgbench() == null ? "threads of the benchmark (pgbench is not installed)" : "pgbench";
    }

    /**
     * Durable inserts per second, on an empty table. Nothing of it is left: the server would tidy it up within the next
     * minute, and whoever is measured then would wait for the disk meanwhile.
     */
    double measure() throws Exception {
        database.make(DATABASE);
        database.run(DATABASE, "drop table if exists event_row");
        database.run(DATABASE, TABLE);
        database.run(DATABASE, "checkpoint");
        Path pgbench = pgbench();
        try {
            return pgbench == null ? byThreads() : byPgbench(pgbench);
        } finally {
            database.run(DATABASE, "drop table event_row");
        }
    }

    private double byPgbench(Path pgbench) throws IOException, InterruptedException {
        Path script = Files.writeString(work.resolve("insert-event.sql"), INSERT + ";\n");
        Process process = new ProcessBuilder(
                        pgbench.toString(),
                        "-n",
                        "-M",
                        "prepared",
                        "-f",
                        script.toString(),
                        "-c",
                        Integer.toString(Settings.CONNECTIONS),
                        "-j",
                        "2",
                        "-T",
                        Integer.toString(seconds),
                        "-h",
                        "localhost",
                        "-p",
                        Integer.toString(database.port()),
                        "-U",
                        "postgres",
                        DATABASE)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(output);
        if (process.waitFor() != 0 || !rate.find()) {
            throw new IOException("pgbench failed: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }

    private double byThreads() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(Settings.CONNECTIONS)) {
            long begin = System.nanoTime();
            long end = begin + TimeUnit.SECONDS.toNanos(seconds);
            List<Callable<Long>> clients = new ArrayList<>();
            for (int i = 0; i < Settings.CONNECTIONS; i++) {
                clients.add(() -> insertUntil(end));
            }
            long inserted = 0;
            for (Future<Long> client : threads.invokeAll(clients)) {
                inserted += client.get();
            }
            return inserted * 1e9 / (System.nanoTime() - begin);
        } catch (ExecutionException e) {
            throw new IOException("a client of the raw limit failed", e.getCause());
        }
    }

    private long insertUntil(long end) throws SQLException {
        try (Connection connection = database.connect(DATABASE);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            long inserted = 0;
            while (System.nanoTime() < end) {
                inserted += insert.executeUpdate();
            }
            return inserted;
        }
    }

    private static @Nullable Path pgbench() {
        return OnPath.find("pgbench");
    }
}
