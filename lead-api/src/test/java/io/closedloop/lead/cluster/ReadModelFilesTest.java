package io.closedloop.lead.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.checking.Rule;
import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.facts.FactsProjection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equal files, in one of which something is made wrong: it is found. */
class ReadModelFilesTest {
    private static final String ROW =
            "insert into suppression_end values (%d, '00000000-0000-0000-0000-00000000000a', null, timestamp '2026-01-05 10:00:00')";

    @TempDir
    Path folder;

    private List<Path> directories = List.of();

    @BeforeEach
    void makeFiles() throws Exception {
        directories = List.of(folder.resolve("one"), folder.resolve("two"), folder.resolve("filled-in-one-go"));
        for (Path directory : directories) {
            Files.createDirectory(directory);
            ColumnStore.open(
                            ColumnStoreSettings.in(directory.resolve("read-models.duckdb")),
                            new FactsProjection().schema())
                    .close();
            change(directory, ROW.formatted(7));
        }
    }

    @Test
    void findsNothingInEqualFiles() throws SQLException {
        assertThat(broken()).isEmpty();
    }

    @Test
    void findsARowThatIsNotInTheLog() throws SQLException {
        change(directories.get(1), ROW.formatted(8));

        assertThat(broken()).containsExactly(Rule.READ_MODELS_EQUAL_THE_LOG);
    }

    @Test
    void findsARowThatIsLacking() throws SQLException {
        change(directories.get(0), "delete from suppression_end");

        assertThat(broken()).containsExactly(Rule.READ_MODELS_EQUAL_THE_LOG);
    }

    @Test
    void findsARowThatIsThereTwice() throws SQLException {
        change(directories.get(0), ROW.formatted(7));

        assertThat(broken()).containsExactly(Rule.READ_MODELS_EQUAL_THE_LOG);
    }

    @Test
    void findsAnotherValue() throws SQLException {
        change(directories.get(0), "update suppression_end set position = 6");

        assertThat(broken()).containsExactly(Rule.READ_MODELS_EQUAL_THE_LOG, Rule.READ_MODELS_EQUAL_THE_LOG);
    }

    private static void change(Path directory, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("read-models.duckdb"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<Rule> broken() throws SQLException {
        try (var files = ReadModelFiles.open(directories)) {
            return files.violations().stream()
                    .map(violation -> violation.rule())
                    .toList();
        }
    }
}
