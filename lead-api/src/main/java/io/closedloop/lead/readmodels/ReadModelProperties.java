package io.closedloop.lead.readmodels;

import static io.closedloop.lead.settings.WrongSettingException.require;

import io.closedloop.lead.columnstore.ColumnStoreSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the read models may use.
 *
 * @param memoryMegabytes the native memory that their tables, indexes and queries share, in megabytes; 64 at least
 * @param threads how many threads one query may use; 1 to 64
 * @param readers how many queries run at the same time; more wait for their turn; 1 to 64
 * @param queriesPerKey how many queries of one key may run or wait for their turn; more are answered 429
 * @param queryTimeout how long a query may wait and run; from 1 second to 10 minutes
 */
@ConfigurationProperties("closedloop.read-models")
record ReadModelProperties(
        @DefaultValue("192") int memoryMegabytes,
        @DefaultValue("2") int threads,
        @DefaultValue("2") int readers,
        @DefaultValue("32") int queriesPerKey,
        @DefaultValue("30s") Duration queryTimeout) {
    private static final int MOST = 64;
    private static final int MOST_QUERIES = 1_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    ReadModelProperties {
        require(
                memoryMegabytes >= ColumnStoreSettings.LEAST_MEMORY_MEGABYTES,
                "closedloop.read-models.memory-megabytes",
                memoryMegabytes,
                "be %d at least".formatted(ColumnStoreSettings.LEAST_MEMORY_MEGABYTES));
        require(
                threads >= 1 && threads <= MOST,
                "closedloop.read-models.threads",
                threads,
                "be between 1 and %d".formatted(MOST));
        require(
                readers >= 1 && readers <= MOST,
                "closedloop.read-models.readers",
                readers,
                "be between 1 and %d".formatted(MOST));
        require(
                queriesPerKey >= 1 && queriesPerKey <= MOST_QUERIES,
                "closedloop.read-models.queries-per-key",
                queriesPerKey,
                "be between 1 and 1000");
        require(
                queryTimeout.compareTo(SHORTEST) >= 0 && queryTimeout.compareTo(LONGEST) <= 0,
                "closedloop.read-models.query-timeout",
                queryTimeout,
                "be between 1s and 10m");
    }
}
