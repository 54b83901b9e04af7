package io.closedloop.lead.door;

import static io.closedloop.lead.settings.WrongSettingException.require;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long the service waits for callers, and for how many.
 *
 * @param headTime from the first byte of a request to the end of its head; 100ms to 10m
 * @param bodyTime from the head of a single request to the end of its body; 100ms to 10m
 * @param bodyRate how much a body has to bring in a second, on average, once it has been waited for for 5 s; 0B for no
 *     such rule; 1MB at most
 * @param bodiesPerKey bodies of one key that are waited for at a time; 1 to 10000
 * @param keylessConnections connections of one address on which no key was brought; 1 to 10000
 * @param trustedProxies addresses and networks whose connections are not counted so
 * @param slowReaders answers of one key, or of one address without a key, that wait for their readers; 1 to 10000
 * @param answerPatience how long the reader of an answer may take nothing of it; 100ms to 10m
 */
@ConfigurationProperties("closedloop.door")
public record DoorProperties(
        @DefaultValue("20s") Duration headTime,
        @DefaultValue("30s") Duration bodyTime,
        @DefaultValue("500B") DataSize bodyRate,
        @DefaultValue("256") int bodiesPerKey,
        @DefaultValue("64") int keylessConnections,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("16") int slowReaders,
        @DefaultValue("20s") Duration answerPatience) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final DataSize FASTEST = DataSize.ofMegabytes(1);
    private static final int MOST = 10_000;

    public DoorProperties {
        requireTime(headTime, "closedloop.door.head-time");
        requireTime(bodyTime, "closedloop.door.body-time");
        require(
                !bodyRate.isNegative() && bodyRate.compareTo(FASTEST) <= 0,
                "closedloop.door.body-rate",
                bodyRate,
                "be between 0B (no such rule) and 1MB");
        requireNumber(bodiesPerKey, "closedloop.door.bodies-per-key");
        requireNumber(keylessConnections, "closedloop.door.keyless-connections");
        trustedProxies = List.copyOf(trustedProxies);
        require(
                areNetworks(trustedProxies),
                "closedloop.door.trusted-proxies",
                trustedProxies,
                "be addresses, or addresses with the length of a prefix: 10.0.0.7, 10.0.0.0/8, fd00::/8");
        requireNumber(slowReaders, "closedloop.door.slow-readers");
        requireTime(answerPatience, "closedloop.door.answer-patience");
    }

    private static void requireTime(Duration time, String name) {
        require(time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0, name, time, "be between 100ms and 10m");
    }

    private static void requireNumber(int number, String name) {
        require(number >= 1 && number <= MOST, name, number, "be between 1 and 10000");
    }

    private static boolean areNetworks(List<String> written) {
        try {
            Networks.of(written);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
