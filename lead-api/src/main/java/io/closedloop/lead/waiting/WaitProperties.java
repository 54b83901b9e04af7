package io.closedloop.lead.waiting;

import static io.closedloop.lead.settings.WrongSettingException.require;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests may wait for a position of the log.
 *
 * @param atOnce how many wait at a time; more are answered 429
 * @param perKey how many of one key wait at a time; more are answered 429
 */
@ConfigurationProperties("closedloop.waits")
record WaitProperties(
        @DefaultValue("512") int atOnce, @DefaultValue("64") int perKey) {
    private static final int MOST = 10_000;

    WaitProperties {
        require(atOnce >= 1 && atOnce <= MOST, "closedloop.waits.at-once", atOnce, "be between 1 and 10000");
        require(perKey >= 1 && perKey <= MOST, "closedloop.waits.per-key", perKey, "be between 1 and 10000");
    }
}
