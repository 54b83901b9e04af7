package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log on H2 in a file. */
class H2LogTest {
    @TempDir
    Path directory;

    /** Or else every registration, and every command that names a lead by its reference, goes through all there are. */
    @ParameterizedTest
    @ValueSource(strings = {HeldIdentities.CLAIMS, HeldIdentities.EVER_HELD})
    void looksIdentitiesUpByTheirHashes(String statement) throws SQLException {
        try (TestDatabase database = TestDatabase.h2(directory);
                Connection connection = database.dataSource().getConnection();
                PreparedStatement plan = connection.prepareStatement("explain " + statement)) {
            Columns.setHashes(plan, 1, List.of(Samples.email("anna@example.com"), Samples.email("bo@example.com")));
            try (ResultSet row = plan.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).containsPattern("IDENTITY_CLAIMED_ONCE: HASH IN\\([^)]*\\) \\*/");
            }
        }
    }

    @Nested
    class Entries extends LogEntriesSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class SuppressedIdentities extends LogSuppressionsSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class Readers extends LogReadingSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class Faults extends LogFaultsSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class Concurrency extends LogConcurrencySuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class Observed extends LogObservedSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }
}
