package io.closedloop.lead.settings;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.ClosedLoopApplication;
import io.closedloop.lead.documentation.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    /** Of the settings that are Spring Boot's: what we set for it, else its own default. */
    @ParameterizedTest
    @ValueSource(strings = {"server.", "spring.", "management."})
    void thePageHasTheDefaultsOfSpringBootAsTheyHoldHere(String prefix) throws IOException {
        Map<String, String> holding = springBootsDefaults();
        var documented = new TreeMap<String, String>();
        for (List<String> row : Table.rows("operations.md", prefix)) {
            List<String> names = Table.codes(row.getFirst());
            String defaults = row.get(1).replace("`", "");
            // A default that is told in words is none.
            if (!defaults.isEmpty() && defaults.matches("[\\w.]+(, [\\w.]+)*")) {
                List<String> values = List.of(defaults.split(", "));
                assertThat(values).as("defaults of %s", names).hasSameSizeAs(names);
                for (int i = 0; i < values.size(); i++) {
                    documented.put(whole(names, i), values.get(i));
                }
            }
        }

        assertThat(documented)
                .isNotEmpty()
                .allSatisfy((name, value) -> assertThat(holding).as(name).containsEntry(name, value));
    }

    /** {@code server.compression.enabled, .min-response-size} are two names with one beginning. */
    private static String whole(List<String> names, int i) {
        String name = names.get(i);
        return name.startsWith(".") ? names.getFirst().replaceFirst("\\.[^.]+$", name) : name;
    }

    private static Map<String, String> springBootsDefaults() throws IOException {
        var defaults = new TreeMap<String, String>();
        for (URL metadata : Collections.list(
                SettingsTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream json = metadata.openStream()) {
                for (JsonNode property : JsonMapper.shared().readTree(json).path("properties")) {
                    if (property.path("defaultValue").isValueNode()) {
                        defaults.put(
                                property.path("name").asString(),
                                property.path("defaultValue").asString());
                    }
                }
            }
        }
        for (String ours : List.of("application.yaml", "application-postgres.yaml")) {
            for (PropertySource<?> source : new YamlPropertySourceLoader().load(ours, new ClassPathResource(ours))) {
                for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                    defaults.put(name, String.valueOf(source.getProperty(name)));
                }
            }
        }
        return defaults;
    }

    /** Every setting that the page on security names is one, with the bound that it gives. */
    @Test
    void thePageOnSecurityNamesSettingsThatThereAreWithTheirDefaults() throws IOException {
        Map<String, String> known =
                KnownSettings.onTheClassPath(getClass().getClassLoader()).defaultsByName();
        int compared = 0;
        for (String line : Files.readAllLines(Path.of("..", "SECURITY.md"))) {
            List<String> cells = List.of(line.split("\\|", -1));
            if (cells.size() != 5 || !cells.get(3).strip().startsWith("`closedloop.")) {
                continue;
            }
            List<String> names = Table.codes(cells.get(3));
            List<String> bounds = Pattern.compile("[0-9]+ ?(?:[KMG]?B|ms|s)?\\b")
                    .matcher(cells.get(2))
                    .results()
                    .map(it -> it.group().replace(" ", ""))
                    .toList();
            for (int i = 0; i < names.size(); i++) {
                String name = whole(names, i);
                assertThat(known).containsKey(name);
                String value = String.valueOf(known.get(name)) + (name.endsWith("-megabytes") ? "MB" : "");
                if (!value.equals("0")) {
                    assertThat(bounds).as("the bounds of %s", name).contains(value);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(10);
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
        "closedloop.events.subscribers-per-key, 0, be between 1 and 10000",
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
                .hasMessageStartingWith("Unknown setting " + name)
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
