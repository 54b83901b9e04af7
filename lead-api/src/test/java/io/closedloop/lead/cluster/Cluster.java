package io.closedloop.lead.cluster;

import io.closedloop.lead.durability.PostgresServer;
import io.closedloop.lead.http.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Instances of the service on one PostgreSQL, which is somebody else's to start and to stop. */
final class Cluster implements AutoCloseable {
    private static final String ROLES = "[\"MARKETING\", \"SALES\", \"MANAGER\", \"INTEGRATION\"]";

    private final Path directory;
    private final PostgresServer database;
    private final List<String> settings;
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private @Nullable Caller admin;

    private Cluster(Path directory, PostgresServer database, List<String> settings) {
        this.directory = directory;
        this.database = database;
        this.settings = settings;
    }

    /**
     * Starts as many instances at the same moment.
     *
     * @param database empty
     * @param settings of every instance, as arguments
     */
    static Cluster start(Path directory, PostgresServer database, int instances, String... settings) {
        var all = new ArrayList<>(List.of(settings));
        all.add("--closedloop.master-key=" + Base64.getEncoder().encodeToString(new byte[32]));
        var cluster = new Cluster(directory, database, all);
        try {
            cluster.letClocksBeShifted();
            cluster.startTogether(instances);
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** All at the same moment, on a database that has no tables yet. */
    private void startTogether(int count) {
        List<CompletableFuture<Void>> starting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instance instance = prepare();
            instances.add(instance);
            starting.add(CompletableFuture.runAsync(
                    instance::start, task -> Thread.ofVirtual().start(task)));
        }
        starting.forEach(CompletableFuture::join);
        admin = instances.stream()
                .filter(it -> Files.exists(it.dataDirectory().resolve("admin.key")))
                .map(it -> it.process().admin())
                .toList()
                .getFirst();
        installClock();
    }

    /** One more, with an empty data directory. */
    Instance add() {
        Instance instance = prepare();
        instance.start();
        instances.add(instance);
        return instance;
    }

    /** Lets an instance end as an operator does. */
    void retire(Instance instance) {
        instances.remove(instance);
        instance.stop();
        instance.close();
    }

    private Instance prepare() {
        String name = "instance-" + made.incrementAndGet();
        return new Instance(name, directory.resolve(name), database, settings);
    }

    List<Instance> instances() {
        return List.copyOf(instances);
    }

    PostgresServer database() {
        return database;
    }

    /** Straight to the database. */
    DataSource dataSource() {
        return database.dataSource();
    }

    /** The secret of a new key that may do everything that is done to leads. */
    String newKey() {
        Caller anyone = new Caller(
                instances.stream()
                        .map(Instance::uri)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow(),
                Objects.requireNonNull(admin).key());
        return anyone.post("/v1/keys", "{\"name\": \"key-%s\", \"roles\": %s}".formatted(UUID.randomUUID(), ROLES))
                .json()
                .required("key")
                .asString();
    }

    /**
     * Sets the database's clock wrong by so much: {@code clock_timestamp()} is looked up among the tables first, where
     * a function of that name is waiting.
     */
    void shiftDatabaseClock(Duration by) {
        execute("update wrong_clock set error = interval '%d milliseconds'".formatted(by.toMillis()));
    }

    private void letClocksBeShifted() {
        execute("alter role postgres set search_path = public, pg_catalog");
    }

    /** Once there are tables: Flyway wants an empty schema. */
    private void installClock() {
        execute("""
                create table wrong_clock (error interval not null);
                insert into wrong_clock values (interval '0');
                create function public.clock_timestamp() returns timestamp with time zone language sql volatile
                    as 'select pg_catalog.clock_timestamp() + error from public.wrong_clock'""");
    }

    private void execute(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        instances.forEach(Instance::close);
    }
}
