package io.closedloop.lead.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.ClosedLoopApplication;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTest {
    @TempDir
    private Path directory;

    @Test
    void aServiceWithAnotherMasterKeyDoesNotStartAndSaysWhy(CapturedOutput output) {
        try (var database = io.closedloop.lead.log.TestDatabase.h2(directory)) {
            Keyring.open(database.dataSource(), masterKey(1), directory);
        }

        assertThatThrownBy(() -> new SpringApplicationBuilder(ClosedLoopApplication.class)
                        .run(
                                "--server.port=0",
                                "--closedloop.data-dir=" + directory,
                                "--closedloop.master-key=" + masterKey(2)))
                .hasRootCauseInstanceOf(KeyringException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The master key is not the one that this database was made with")
                .doesNotContain(masterKey(1))
                .doesNotContain(masterKey(2))
                .doesNotContain("\tat ");
    }

    private static String masterKey(int number) {
        return Base64.getEncoder().encodeToString(SubjectKeyFixture.key(number).bytes());
    }
}
