package io.closedloop.lead.log;

import static io.closedloop.lead.settings.WrongSettingException.require;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the service keeps its data.
 *
 * @param dataDir the directory for everything that this instance keeps on disk; it belongs to one process at a time
 * @param stopBudget how long compacting the embedded database may take when the service stops; from 0 s to 10 minutes
 */
@ConfigurationProperties("closedloop")
public record LogProperties(
        @DefaultValue("./data") Path dataDir,
        @DefaultValue("10s") Duration stopBudget) {
    private static final Duration LONGEST_STOP = Duration.ofMinutes(10);

    public LogProperties {
        require(
                !stopBudget.isNegative() && stopBudget.compareTo(LONGEST_STOP) <= 0,
                "closedloop.stop-budget",
                stopBudget,
                "be between 0s and 10m");
    }
}
