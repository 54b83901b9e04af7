package io.closedloop.lead.commands;

import static io.closedloop.lead.settings.WrongSettingException.require;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of the service bulk requests may take.
 *
 * @param streams how many bulk requests are carried out at the same time; more are answered 429; 1 to 100
 */
@ConfigurationProperties("closedloop.bulk")
record BulkProperties(@DefaultValue("8") int streams) {
    private static final int MOST = 100;

    BulkProperties {
        require(
                streams >= 1 && streams <= MOST,
                "closedloop.bulk.streams",
                streams,
                "be between 1 and %d".formatted(MOST));
    }
}
