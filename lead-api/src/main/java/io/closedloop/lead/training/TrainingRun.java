package io.closedloop.lead.training;

import io.closedloop.lead.ClosedLoopApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs a throw-away service for a minute under everyday work, so that Java's ahead-of-time cache
 * ({@code -XX:AOTCacheOutput}) has the classes loaded and the hot methods known. The launcher's {@code train} calls it.
 */
public final class TrainingRun {
    private static final Duration BY_DEFAULT = Duration.ofSeconds(60);
    private static final int CLIENTS = 8;
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    /** What a client does over and over. */
    @FunctionalInterface
    private interface Work {
        void doneBy(TrainingClient client) throws IOException, InterruptedException;
    }

    private TrainingRun() {}

    /**
     * Takes a directory that is empty or not there yet, in which the service keeps its data, and perhaps for how many
     * seconds to work. Ends with 0 when everything was answered as it should be, else with a stack trace.
     */
    static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        requireEmpty(directory);
        Duration duration = args.length > 1 ? Duration.ofSeconds(Long.parseLong(args[1])) : BY_DEFAULT;
        // Every setting that could lead to real data is given here, where nothing goes before it.
        ConfigurableApplicationContext service = SpringApplication.run(
                ClosedLoopApplication.class,
                "--spring.config.location=classpath:/",
                "--spring.profiles.active=embedded",
                "--closedloop.data-dir=" + directory,
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--server.ssl.enabled=false");
        try {
            work(
                    URI.create("http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port")),
                    Files.readString(directory.resolve("admin.key")).strip(),
                    duration);
        } finally {
            service.close();
        }
        System.exit(0);
    }

    private static void requireEmpty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            "%s is not empty; training takes a directory of its own".formatted(directory));
                }
            }
        }
    }

    private static void work(URI service, String adminKey, Duration duration)
            throws IOException, InterruptedException, ExecutionException {
        var key = new TrainingClient(service, adminKey).key("training", "MARKETING", "SALES", "MANAGER", "AUDITOR");
        new TrainingClient(service, key).bulk(2_000);
        Duration aThird = duration.dividedBy(3);
        work(service, key, aThird, List.of(TrainingClient::readEverything, client -> client.bulk(500)));
        // Reports and bulk requests leave single commands little of the processors, so these get a time of their own:
        // a method that has not become hot here is compiled late where the service is used, and twice.
        work(service, key, duration.minus(aThird), List.of());
    }

    /** Has each of {@code besides} done by a client of its own, and leads live their lives at all other clients. */
    private static void work(URI service, String key, Duration duration, List<Work> besides)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                var client = new TrainingClient(service, key);
                Work work = i < besides.size() ? besides.get(i) : TrainingClient::leadALife;
                clients.add(threads.submit(() -> {
                    while (System.nanoTime() < deadline) {
                        try {
                            work.doneBy(client);
                        } catch (TrainingClient.TurnedAwayException e) {
                            LOG.info("Turned away, which is no harm: {}", e.getMessage());
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> client : List.copyOf(clients)) {
                client.get();
            }
        }
    }
}
