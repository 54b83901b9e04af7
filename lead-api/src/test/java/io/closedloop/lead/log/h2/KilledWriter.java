package io.closedloop.lead.log.h2;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.Samples;
import io.closedloop.lead.log.Visibility;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;

/** A process that writes to the log as fast as it can and says what was acknowledged, until it is killed. */
final class KilledWriter {
    private static final int WRITERS = 16;

    private KilledWriter() {}

    /** @param arguments the directory of the database */
    static void main(String[] arguments) throws SQLException {
        H2Database database = H2Database.open(Path.of(arguments[0]), Duration.ofSeconds(5));
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        var appender = GroupCommitAppender.start(
                database.dataSource(), Visibility.of(database.dataSource()), LogLimits.standard(), database::reopen);
        for (int i = 0; i < WRITERS; i++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    write(appender);
                }
            });
        }
    }

    private static void write(Appender appender) {
        LeadId lead = Samples.newLead();
        say("?", lead);
        AppendOutcome outcome = appender.append(entry(lead)).join();
        if (outcome instanceof AppendOutcome.Stored) {
            say("!", lead);
        }
    }

    static Append entry(LeadId lead) {
        return Samples.register(lead, Samples.email(lead.toString()))
                .idempotency(Samples.key(lead.toString(), "r"))
                .events(List.of(Samples.event(lead, "LeadRegistered"), Samples.event(lead, "LeadAssigned")))
                .build();
    }

    private static void say(String what, LeadId lead) {
        synchronized (System.out) {
            System.out.println(what + lead);
            System.out.flush();
        }
    }
}
