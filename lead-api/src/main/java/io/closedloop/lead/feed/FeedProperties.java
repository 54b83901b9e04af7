package io.closedloop.lead.feed;

import static io.closedloop.lead.settings.WrongSettingException.require;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What live streams of the log may take.
 *
 * @param subscribers how many are open at a time; more are answered 429
 * @param subscribersPerKey how many of them one key may have
 * @param tail how many of the latest events are kept ready for all of them; a stream further behind reads the log
 *     itself
 * @param heartbeat how long a stream is silent at most
 * @param patience how long a reader may take nothing before it is dropped
 * @param retry how long a reader is asked to wait before it comes back
 */
@ConfigurationProperties("closedloop.events")
record FeedProperties(
        @DefaultValue("64") int subscribers,
        @DefaultValue("16") int subscribersPerKey,
        @DefaultValue("4096") int tail,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("2s") Duration retry) {
    FeedProperties {
        require(
                subscribers >= 0 && subscribers <= 10_000,
                "closedloop.events.subscribers",
                subscribers,
                "be between 0 and 10000");
        require(
                subscribersPerKey >= 1 && subscribersPerKey <= 10_000,
                "closedloop.events.subscribers-per-key",
                subscribersPerKey,
                "be between 1 and 10000");
        require(tail >= 1 && tail <= 1_000_000, "closedloop.events.tail", tail, "be between 1 and 1000000");
        require(
                isBetween(heartbeat, 100, 600_000),
                "closedloop.events.heartbeat",
                heartbeat,
                "be between 100ms and 10m");
        require(isBetween(patience, 100, 600_000), "closedloop.events.patience", patience, "be between 100ms and 10m");
        require(isBetween(retry, 100, 600_000), "closedloop.events.retry", retry, "be between 100ms and 10m");
    }

    private static boolean isBetween(Duration duration, long leastMillis, long mostMillis) {
        return duration.compareTo(Duration.ofMillis(leastMillis)) >= 0
                && duration.compareTo(Duration.ofMillis(mostMillis)) <= 0;
    }
}
