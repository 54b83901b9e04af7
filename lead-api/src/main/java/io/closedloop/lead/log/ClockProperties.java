package io.closedloop.lead.log;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which clock to believe when clocks disagree.
 *
 * @param holds what holds where the clocks of the database, of this instance and of the log are more than five minutes
 *     apart; without it nothing is stored then
 */
@ConfigurationProperties("closedloop.clock")
record ClockProperties(@Nullable Holds holds) {
    enum Holds {
        /** The database's clock. Where the log is ahead of it, suppressions end by this clock all the same. */
        DATABASE,
        /** The log's own time, which stands still until the database's clock has caught up with it. */
        LOG
    }
}
