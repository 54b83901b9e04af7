package io.closedloop.lead.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.log.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class FirstKeyTest {
    @TempDir
    Path directory;

    /** @param statement of the one before which the other one makes its key */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void instancesThatStartTogetherMakeOneFirstKey(int statement) {
        try (var database = TestDatabase.h2(directory.resolve("database"))) {
            Path one = directory.resolve("one");
            Path other = directory.resolve("other");
            var statements = new AtomicInteger();
            var overtaken = new DelegatingDataSource(database.dataSource()) {
                @Override
                public Connection getConnection() throws SQLException {
                    if (statements.incrementAndGet() == statement) {
                        new FirstKey(keys(database.dataSource()), other).ensure();
                    }
                    return super.getConnection();
                }
            };

            new FirstKey(keys(overtaken), one).ensure();

            assertThat(keys(database.dataSource()).inUse()).hasSize(1);
            assertThat(one.resolve(FirstKey.FILE)).doesNotExist();
            assertThat(Files.exists(other.resolve(FirstKey.FILE))).isTrue();
        }
    }

    private static ApiKeys keys(DataSource database) {
        return new ApiKeys(JdbcClient.create(database), () -> {}, System::nanoTime);
    }
}
