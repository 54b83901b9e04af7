package io.closedloop.lead.settings;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.ClosedLoopApplication;
import io.closedloop.lead.documentation.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** No setting has a value that it cannot have, and none is passed over. */
class SettingsTest {
    @TempDir
    Path directory;

    @Test
    void thePageHasEverySettingWithItsDefault() {
        Map<String, String> documented = Table.rows("operations.md", "closedloop.").stream()
                .filter(row -> row.size() == 4)
                .collect(toMap(
                        row -> Table.codes(row.getFirst()).getFirst(),
                        row -> Table.codes(row.get(1)).stream().findFirst().orElse("")));
        Map<String, String> known = new TreeMap<>(
                KnownSettings.onTheClassPath(getClass().getClassLoader()).defaultsByName());
        known.keySet().removeIf(SettingsTest::isOfTests);

        assertThat(new TreeMap<>(documented)).isEqualTo(known);
    }

    /** Those are told by a file beside the tests. */
    private static boolean isOfTests(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/META-INF/spring-configuration-metadata.json"))
                    .contains('"' + name + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "closedloop.stop-budget, -1s, be between 0s and 10m",
        "closedloop.stop-budget, 11m, be between 0s and 10m",
        "closedloop.bulk.streams, 0, be between 1 and 100",
        "closedloop.bulk.streams, 101, be between 1 and 100",
        "closedloop.bulk.streams-per-key, 0, be between 1 and 100",
        "closedloop.bulk.idle, 999ms, be between 1s and 1h",
        "closedloop.bulk.spool, 1023KB, be between 1MB and 1TB",
        "closedloop.bulk.spool-in-all, 1MB, be between closedloop.bulk.spool and 1TB",
        "closedloop.events.subscribers, -1, be between 0 and 10000",
        "closedloop.events.tail, 0, be between 1 and 1000000",
        "closedloop.events.heartbeat, 0s, be between 100ms and 10m",
        "closedloop.events.patience, 11m, be between 100ms and 10m",
        "closedloop.events.retry, 1ms, be between 100ms and 10m",
        "closedloop.limits.body, 4095B, be between 4KB and 1MB",
        "closedloop.limits.body, 2MB, be between 4KB and 1MB",
        "closedloop.limits.requests-per-second, -1, be between 0 (any number) and 100000",
        "closedloop.limits.requests-per-second, 100001, be between 0 (any number) and 100000",
        "closedloop.limits.burst, -1, 'be 0, or between requests-per-second and 1000000'",
        "closedloop.http.cors, *, 'name origins as browsers send them, such as https://crm.example.com or http://localhost:3000'",
        "closedloop.http.cors, https://crm.example.com/app, 'name origins as browsers send them, such as https://crm.example.com or http://localhost:3000'",
        "closedloop.http.cors, crm.example.com, 'name origins as browsers send them, such as https://crm.example.com or http://localhost:3000'",
        "closedloop.http.cors, 'https://a.example,https://B.example', 'name origins as browsers send them, such as https://crm.example.com or http://localhost:3000'",
        "closedloop.door.head-time, 99ms, be between 100ms and 10m",
        "closedloop.door.body-time, 11m, be between 100ms and 10m",
        "closedloop.door.body-rate, 2MB, be between 0B (no such rule) and 1MB",
        "closedloop.door.bodies-per-key, 0, be between 1 and 10000",
        "closedloop.door.keyless-connections, 10001, be between 1 and 10000",
        "closedloop.door.trusted-proxies, proxy.example.com, 'be addresses, or addresses with the length of a prefix: 10.0.0.7, 10.0.0.0/8, fd00::/8'",
        "closedloop.door.slow-readers, 0, be between 1 and 10000",
        "closedloop.door.answer-patience, 0s, be between 100ms and 10m",
        "closedloop.read-models.memory-megabytes, 63, be 64 at least",
        "closedloop.read-models.threads, 0, be between 1 and 64",
        "closedloop.read-models.readers, 65, be between 1 and 64",
        "closedloop.read-models.queries-per-key, 1001, be between 1 and 1000",
        "closedloop.waits.at-once, 0, be between 1 and 10000",
        "closedloop.waits.per-key, 10001, be between 1 and 10000",
        "closedloop.read-models.query-timeout, 999ms, be between 1s and 10m",
    })
    void aValueThatBreaksItsRuleIsRefusedWithNameAndRule(String name, String value, String rule) {
        assertThatThrownBy(() -> bindAll(Map.of(name, value)))
                .rootCause()
                .isInstanceOf(WrongSettingException.class)
                .hasMessageStartingWith("The setting " + name + " is ")
                .hasMessageEndingWith(", but must " + rule + ".");
    }

    @Test
    void theDefaultsKeepTheirOwnRules() {
        assertThat(bindAll(Map.of())).isGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "closedloop.data-dri, closedloop.data-dir",
        "closedloop.dataDirectory, ''",
        "closedloop.bulk.stream, closedloop.bulk.streams",
        "closedloop.readmodels.thread, closedloop.read-models.threads",
        "closedloop.limits.request-per-second, closedloop.limits.requests-per-second",
        "closedloop.anything-else-entirely, ''",
    })
    void aNameThatThereIsNotIsRefusedWithTheOneThatWasMeant(String name, String meant) {
        assertThatThrownBy(() -> start("--" + name + "=1"))
                .isInstanceOf(WrongSettingException.class)
                .hasMessageStartingWith("There is no setting " + name)
                .satisfies(
                        e -> assertThat(e.getMessage().contains("did you mean")).isEqualTo(!meant.isEmpty()))
                .hasMessageContaining(meant);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whateverSpellingSpringTakesIsTaken() {
        KnownSettings known = KnownSettings.onTheClassPath(getClass().getClassLoader());

        assertThat(Stream.of(
                        "closedloop.data-dir",
                        "closedloop.dataDir",
                        "closedloop.data_dir",
                        "closedloop.datadir",
                        "closedloop.readModels.queryTimeout"))
                .allMatch(known::has);
    }

    private void start(String... arguments) {
        String[] all = Stream.concat(
                        Stream.of("--server.port=0", "--closedloop.data-dir=" + directory), Stream.of(arguments))
                .toArray(String[]::new);
        new SpringApplicationBuilder(ClosedLoopApplication.class).run(all).close();
    }

    /** Binds every class of settings that there is; how many there are. */
    private static int bindAll(Map<String, String> values) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var binder = new Binder(new MapConfigurationPropertySource(values));
        var found = scanner.findCandidateComponents("io.closedloop");
        for (var candidate : found) {
            try {
                Class<?> type = Class.forName(candidate.getBeanClassName());
                String prefix =
                        type.getAnnotation(ConfigurationProperties.class).value();
                binder.bindOrCreate(prefix, Bindable.of(type));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return found.size();
    }
}
