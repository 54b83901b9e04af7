package io.closedloop.lead.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.log.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leases on H2, where there is one process, and none outlives it. */
class H2LeasesTest extends LeasesSuite {
    @TempDir
    Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory.resolve("suite"));
    }

    @Test
    void noLeaseOutlivesTheProcess() {
        Path data = directory.resolve("killed");
        try (var database = TestDatabase.h2(data)) {
            Leases killed = Leases.sole(JdbcClient.create(database.dataSource()), "killed");
            assertThat(killed.take("sealer").orElseThrow().fence()).isOne();
        }
        try (var database = TestDatabase.h2(data);
                var next = Leases.sole(JdbcClient.create(database.dataSource()), "next")) {
            assertThat(next.take("sealer").orElseThrow().fence()).isEqualTo(2);
            assertThat(next.take("sealer")).isEmpty();
        }
    }

    private static List<Map<String, @Nullable Object>> rows(JdbcClient client) {
        return client.sql("select fence, taken_at, held_until from lease")
                .query()
                .listOfRows();
    }

    @Test
    void nothingIsWrittenToHoldOne() {
        try (var database = TestDatabase.h2(directory.resolve("idle"))) {
            JdbcClient client = JdbcClient.create(database.dataSource());
            try (var leases = Leases.sole(client, "sole")) {
                Lease held = leases.take("sealer").orElseThrow();

                Instant until = client.sql("select held_until from lease")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant();
                assertThat(until).isAfter(Instant.parse("9999-01-01T00:00:00Z"));
                assertThat(held.isInForce()).isTrue();
                List<Map<String, @Nullable Object>> taken = rows(client);
                await().during(Duration.ofSeconds(3))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> rows(client), taken::equals);
            }
        }
    }
}
