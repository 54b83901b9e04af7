package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the service cannot keep its promises it does not start; it says why, and leaves everything as it is. */
@Beside
class RefusedStartTest {
    private static final String ANOTHER_MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    Path directory;

    @Test
    void startsOnlyAloneWithItsKeyAndWithAllOfItsLog() throws IOException {
        Path data = directory.resolve("data");
        try (var service = ServiceProcess.start(data)) {
            var key = service.admin()
                    .post("/v1/keys", "{\"name\": \"crm\", \"roles\": [\"MARKETING\", \"AUDITOR\"]}")
                    .json()
                    .required("key")
                    .asString();
            assertThat(new Caller(service.uri(), key).post("/v1/leads", """
                            {"contact": {"email": "ana@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""").status())
                    .isEqualTo(201);

            assertRefused(data, "is in use by process");

            assertThat(service.admin().get("/v1/keys").status()).isEqualTo(200);
            service.requestStop();
            service.awaitExit();
        }
        Path file = data.resolve("closedloop.mv.db");
        Path masterKey = data.resolve("master.key");
        byte[] log = Files.readAllBytes(file);
        byte[] secret = Files.readAllBytes(masterKey);

        assertRefused(
                data, "not the one that this database was made with", "--closedloop.master-key=" + ANOTHER_MASTER_KEY);

        Files.move(masterKey, data.resolve("elsewhere"));
        assertRefused(data, "There is no master key");
        assertThat(masterKey).doesNotExist();
        Files.move(data.resolve("elsewhere"), masterKey);

        Files.write(file, log);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        assertRefused(data, "is missing or empty");
        assertThat(file).isEmptyFile();

        Files.delete(file);
        assertRefused(data, "is missing or empty");
        assertThat(file).doesNotExist();

        byte[] scrambled = log.clone();
        Arrays.fill(scrambled, 0, Math.min(scrambled.length, 16_384), (byte) 'x');
        Files.write(file, scrambled);
        assertRefused(data, "cannot be opened");
        assertThat(file).hasBinaryContent(scrambled);

        assertRefused(file.resolve("below-a-file"), "cannot be used");

        Files.write(file, log);
        try (var service = ServiceProcess.start(data)) {
            assertThat(service.admin().get("/v1/keys").json().required("items").size())
                    .isEqualTo(2);
        }
        assertThat(masterKey).hasBinaryContent(secret);
    }

    private static void assertRefused(Path data, String why, String... arguments) {
        try (var service = ServiceProcess.launch(data, arguments)) {
            int exitCode = service.awaitExit();
            assertThat(service.output()).contains(why);
            assertThat(exitCode).describedAs(service.output()).isNotZero();
        }
    }
}
