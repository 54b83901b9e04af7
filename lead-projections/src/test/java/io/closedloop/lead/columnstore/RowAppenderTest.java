package io.closedloop.lead.columnstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value is given with the name of its column; one in the wrong place is refused by name. */
class RowAppenderTest {
    @TempDir
    Path folder;

    private DuckDBConnection connection;
    private DuckDbWriter writer;

    @BeforeEach
    void aTable() throws SQLException {
        connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("file.duckdb"));
        writer = new DuckDbWriter(connection, new HashMap<>());
        writer.execute("CREATE TABLE place (position BIGINT NOT NULL, name VARCHAR, open BOOLEAN)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void everyValueStandsInTheColumnOfItsName() throws SQLException {
        try (RowAppender rows = writer.append("place")) {
            rows.begin()
                    .bigint("position", 7)
                    .text("name", "port")
                    .bool("open", true)
                    .end();
            rows.begin()
                    .bigint("position", 8)
                    .text("name", null)
                    .bool("open", null)
                    .end();
        }
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT p::VARCHAR FROM place p ORDER BY position")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).contains("7", "port", "true");
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).contains("8", "NULL");
        }
    }

    @Test
    void aValueUnderTheNameOfAnotherColumnIsRefused() throws SQLException {
        RowAppender rows = writer.append("place");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows.begin().bigint("position", 7).bool("open", true))
                .withMessage("a row of place has open where the table has name");
    }

    @Test
    void aRowWithoutAValueIsRefused() throws SQLException {
        RowAppender rows = writer.append("place");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        rows.begin().bigint("position", 7).text("name", "port").end())
                .withMessage("a row of place has no value of open");
    }

    @Test
    void aRowWithOneValueMoreIsRefused() throws SQLException {
        RowAppender rows = writer.append("place");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows.begin()
                        .bigint("position", 7)
                        .text("name", "port")
                        .bool("open", true)
                        .text("since", "long"))
                .withMessage("a row of place has since where the table has no more columns");
    }

    @Test
    void thereIsNoAppenderForATableThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.append("street"))
                .withMessage("there is no table street");
    }
}
