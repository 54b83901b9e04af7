package io.closedloop.lead.inclear;

import io.closedloop.lead.log.LogProperties;
import io.closedloop.lead.log.directory.DataDirectory;
import io.closedloop.lead.log.directory.DataDirectoryInUseException;
import io.closedloop.lead.log.h2.DatabaseFileException;
import io.closedloop.lead.log.h2.H2Database;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Profiles;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Lists what a log holds in clear, or so that it can be guessed, because a former version wrote it. The launcher's
 * {@code in-clear} calls it, with the service's own settings. It changes nothing.
 */
public final class InClear {
    /** Nothing was found. */
    static final int NOTHING = 0;
    /** It could not be looked through. */
    static final int BROKEN_OFF = 1;
    /** Something was found. */
    static final int FOUND = 3;

    /** Where the database is, as the service would read it. */
    @EnableConfigurationProperties({LogProperties.class, DataSourceProperties.class})
    private static final class Settings {}

    private InClear() {}

    /** Takes settings, as the service does. */
    static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit code: 0 when nothing was found, 3 when something was, 1 when it could not be looked through */
    static int run(String[] settings, PrintStream out, PrintStream err) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .run(settings)) {
            return context.getEnvironment().acceptsProfiles(Profiles.of("postgres"))
                    ? look(server(context.getBean(DataSourceProperties.class)), out)
                    : lookAtFile(context.getBean(LogProperties.class), out);
        } catch (DataDirectoryInUseException | DatabaseFileException | SQLException e) {
            err.println("closedloop: " + e.getMessage());
            return BROKEN_OFF;
        }
    }

    private static Connection server(DataSourceProperties properties) throws SQLException {
        return properties
                .initializeDataSourceBuilder()
                .type(SimpleDriverDataSource.class)
                .build()
                .getConnection();
    }

    private static int lookAtFile(LogProperties properties, PrintStream out) throws SQLException {
        var database = H2Database.readOnly(properties.dataDir());
        try (DataDirectory _ = DataDirectory.open(properties.dataDir())) {
            return look(database.getConnection(), out);
        }
    }

    private static int look(Connection opened, PrintStream out) throws SQLException {
        try (Connection connection = opened) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            var former = new FormerVersions(connection);
            var sums = new EnumMap<Finding.What, Long>(Finding.What.class);
            long events = former.events(finding -> {
                out.println(finding.line());
                sums.merge(finding.what(), 1L, Long::sum);
            });
            FormerVersions.KeptAnswers answers = former.keptAnswers();
            connection.rollback();
            out.printf(Locale.ROOT, "%,d events were looked at.%n", events);
            for (Map.Entry<Finding.What, Long> sum : sums.entrySet()) {
                out.printf(
                        Locale.ROOT,
                        "%,d with %s%n",
                        sum.getValue(),
                        sum.getKey().text());
            }
            if (answers.lastForgotten() != null) {
                out.printf(
                        Locale.ROOT,
                        "%,d kept answers with a hash that the request can be guessed from;"
                                + " a service that runs has forgotten the last of them by %s%n",
                        answers.count(),
                        // It forgets every ten minutes.
                        answers.lastForgotten().plus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS));
            }
            return sums.isEmpty() && answers.count() == 0 ? NOTHING : FOUND;
        }
    }
}
