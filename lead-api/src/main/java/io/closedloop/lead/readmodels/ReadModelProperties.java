package io.closedloop.lead.readmodels;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the read models may use.
 *
 * @param memoryMegabytes the native memory that their tables, indexes and queries share
 * @param threads how many threads one query may use
 * @param readers how many queries run at the same time; more wait for their turn
 * @param queryTimeout how long a query may wait and run
 */
@ConfigurationProperties("closedloop.read-models")
record ReadModelProperties(
        @DefaultValue("192") int memoryMegabytes,
        @DefaultValue("2") int threads,
        @DefaultValue("2") int readers,
        @DefaultValue("30s") Duration queryTimeout) {}
