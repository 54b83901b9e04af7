package io.closedloop.lead.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.checking.Rule;
import io.closedloop.lead.checking.Violation;
import io.closedloop.lead.durability.Beside;
import io.closedloop.lead.durability.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three instances, twelve clients and a nemesis. The seed decides what clients send and what the nemesis does, but not
 * what comes first: a run with the same seed is a similar run, not the same one.
 */
@Beside
class NemesisTest {
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());
    private static final int MINUTES = Integer.getInteger("closedloop.nemesis.minutes", 1);

    @TempDir
    Path directory;

    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Test
    void whateverHappensToInstancesDatabaseNetworkAndClocksTheLogIsWhatEverybodyWasTold() throws Exception {
        System.out.println("closedloop.seed=" + SEED);
        try (var database = PostgresServer.start(directory, Map.of());
                var cluster = Cluster.start(directory, database, 3)) {
            var workload = new Workload(cluster, SEED);
            workload.start();
            var nemesis = new Nemesis(cluster, SEED, System.out::println);
            nemesis.rage(Duration.ofMinutes(MINUTES));
            workload.stop();

            List<Violation> violations = Inquest.hold(cluster, workload);

            System.out.println(workload.recorder().tally());
            assertThat(firstOfEach(violations))
                    .describedAs("%d violations", violations.size())
                    .isEmpty();
            assertThat(nemesis.done()).containsOnlyKeys(Nemesis.Deed.values());
            assertThat(workload.recorder().tally())
                    .containsKeys("acknowledged", "uncertain", "refused duplicate-lead", "refused contact-suppressed");
        }
    }

    private static Map<Rule, Violation> firstOfEach(List<Violation> violations) {
        var first = new EnumMap<Rule, Violation>(Rule.class);
        violations.forEach(it -> first.putIfAbsent(it.rule(), it));
        return first;
    }
}
