package io.closedloop.lead.http;

import static io.closedloop.lead.settings.WrongSettingException.require;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one request, and one key, may ask of the service.
 *
 * @param body the largest body of a single request, and the longest line of a bulk request; 4KB to 1MB
 * @param requestsPerSecond how many requests each key may send per second on average; 0 for any number; 100,000 at most
 * @param burst how many requests a key that was quiet may send at once; 0 for twice requests-per-second
 */
@ConfigurationProperties("closedloop.limits")
public record LimitProperties(
        @DefaultValue("256KB") DataSize body,
        @DefaultValue("0") int requestsPerSecond,
        @DefaultValue("0") int burst) {
    private static final DataSize LEAST_BODY = DataSize.ofKilobytes(4);
    /** Hundreds of lines of a bulk request are in memory at a time. */
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(1);

    private static final int MOST_REQUESTS = 100_000;

    public LimitProperties {
        require(
                body.compareTo(LEAST_BODY) >= 0 && body.compareTo(LARGEST_BODY) <= 0,
                "closedloop.limits.body",
                body,
                "be between 4KB and 1MB");
        require(
                requestsPerSecond >= 0 && requestsPerSecond <= MOST_REQUESTS,
                "closedloop.limits.requests-per-second",
                requestsPerSecond,
                "be between 0 (any number) and 100000");
        require(
                burst == 0 || (burst >= requestsPerSecond && burst <= 10 * MOST_REQUESTS),
                "closedloop.limits.burst",
                burst,
                "be 0, or between requests-per-second and 1000000");
    }

    /** The largest body in bytes. */
    public int bodyBytes() {
        return (int) body.toBytes();
    }

    boolean limitsRate() {
        return requestsPerSecond > 0;
    }

    /** How many requests may come at once. */
    int atOnce() {
        return burst == 0 ? 2 * requestsPerSecond : burst;
    }
}
