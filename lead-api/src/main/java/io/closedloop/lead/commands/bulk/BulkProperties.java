package io.closedloop.lead.commands.bulk;

import static io.closedloop.lead.settings.WrongSettingException.require;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of the service bulk requests may take.
 *
 * @param streams how many bulk requests are carried out at the same time; more are answered 429; 1 to 100
 * @param streamsPerKey how many of them may be of one key; 1 to 100
 * @param idle how long a bulk request may bring no command, or take no answer where it is waited for; 1s to 1h
 * @param spool how much disk the answers of one bulk request may take until they are read; 1MB to 1TB
 * @param spoolInAll how much those of all bulk requests together; spool at least, 1TB at most
 */
@ConfigurationProperties("closedloop.bulk")
record BulkProperties(
        @DefaultValue("8") int streams,
        @DefaultValue("4") int streamsPerKey,
        @DefaultValue("30s") Duration idle,
        @DefaultValue("1GB") DataSize spool,
        @DefaultValue("4GB") DataSize spoolInAll) {
    private static final int MOST = 100;
    private static final DataSize LEAST_SPOOL = DataSize.ofMegabytes(1);
    private static final DataSize LARGEST_SPOOL = DataSize.ofTerabytes(1);

    BulkProperties {
        require(
                streams >= 1 && streams <= MOST,
                "closedloop.bulk.streams",
                streams,
                "be between 1 and %d".formatted(MOST));
        require(
                streamsPerKey >= 1 && streamsPerKey <= MOST,
                "closedloop.bulk.streams-per-key",
                streamsPerKey,
                "be between 1 and %d".formatted(MOST));
        require(
                idle.compareTo(Duration.ofSeconds(1)) >= 0 && idle.compareTo(Duration.ofHours(1)) <= 0,
                "closedloop.bulk.idle",
                idle,
                "be between 1s and 1h");
        require(
                spool.compareTo(LEAST_SPOOL) >= 0 && spool.compareTo(LARGEST_SPOOL) <= 0,
                "closedloop.bulk.spool",
                spool,
                "be between 1MB and 1TB");
        require(
                spoolInAll.compareTo(spool) >= 0 && spoolInAll.compareTo(LARGEST_SPOOL) <= 0,
                "closedloop.bulk.spool-in-all",
                spoolInAll,
                "be between closedloop.bulk.spool and 1TB");
    }
}
