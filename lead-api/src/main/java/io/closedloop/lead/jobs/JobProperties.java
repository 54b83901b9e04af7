package io.closedloop.lead.jobs;

import static io.closedloop.lead.settings.WrongSettingException.require;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What jobs may take.
 *
 * @param kept how long a job can be looked at after its end
 */
@ConfigurationProperties("closedloop.jobs")
record JobProperties(@DefaultValue("30d") Duration kept) {
    private static final Duration LEAST = Duration.ofHours(1);
    private static final Duration MOST = Duration.ofDays(3650);

    JobProperties {
        require(
                kept.compareTo(LEAST) >= 0 && kept.compareTo(MOST) <= 0,
                "closedloop.jobs.kept",
                kept,
                "be between 1h and 3650d");
    }
}
