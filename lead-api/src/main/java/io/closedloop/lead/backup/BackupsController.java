package io.closedloop.lead.backup;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.Refuses;
import io.closedloop.lead.log.DataDirectory;
import io.closedloop.lead.log.H2Database;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Backups of the embedded database. A server has tools of its own. */
@RestController
@Tag(name = "Administration")
class BackupsController {
    private static final Logger log = LoggerFactory.getLogger(BackupsController.class);
    private static final String DIRECTORY = "backups";
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'closedloop-'uuuuMMdd'T'HHmmss.SSS'Z.zip'")
            .withZone(ZoneOffset.UTC);

    private final Optional<H2Database> embedded;
    private final DataDirectory directory;
    private final InstantSource clock;
    private final BackupProgress progress;
    private final Semaphore one = new Semaphore(1);

    BackupsController(
            Optional<H2Database> embedded, DataDirectory directory, InstantSource clock, BackupProgress progress) {
        this.embedded = embedded;
        this.directory = directory;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * A backup that was made.
     *
     * @param file where it lies on the service's machine
     * @param position it holds every event up to this position, and perhaps some after it
     * @param bytes how large it is
     */
    @Schema(name = "Backup", description = "A backup that was made.")
    record Backup(
            @Schema(
                    description = "where it lies on the service's machine",
                    example = "/var/lib/closedloop/backups/closedloop-20261122T103000.000Z.zip")
            String file,

            @Schema(description = "it holds every event up to this position, and perhaps some after it")
            long position,

            @Schema(description = "how large it is") long bytes) {}

    @PostMapping(path = "/v1/admin/backups", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "createBackup",
            summary = "Copies the embedded database while commands go on",
            description =
                    "Answers once the copy is complete, which for a large log takes minutes; the log and the metrics tell how far it is. It holds everything that was acknowledged before "
                            + "the request. On PostgreSQL there is nothing under this path: back it up with its own tools.")
    @Refuses({ProblemCode.NOT_FOUND, ProblemCode.TOO_MANY_REQUESTS})
    Backup create(Actor actor) {
        Access.require(actor, List.of(Role.ADMIN));
        H2Database database = embedded.orElseThrow(() -> ProblemException.of(
                ProblemCode.NOT_FOUND, "The database is a server: back it up with pg_dump or pg_basebackup."));
        if (!one.tryAcquire()) {
            throw ProblemException.retryable(
                    ProblemCode.TOO_MANY_REQUESTS, "A backup is being made already.", Duration.ofSeconds(10));
        }
        try {
            return backUp(database);
        } catch (SQLException | IOException e) {
            log.warn("The backup could not be made: {}", e.toString());
            throw ProblemException.retryable(
                    ProblemCode.STORE_UNAVAILABLE,
                    "The backup could not be made: is the disk full? What was begun of it is gone.",
                    Duration.ofSeconds(10));
        } finally {
            one.release();
        }
    }

    private Backup backUp(H2Database database) throws IOException, SQLException {
        Path backups = Files.createDirectories(directory.path().resolve(DIRECTORY));
        onlyForUs(backups, "rwx------");
        Path file = backups.resolve(NAME.format(clock.instant()));
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (BackupProgress.Running running = progress.begin(unfinished, database.bytes())) {
            long position = database.backUp(unfinished);
            onlyForUs(unfinished, "rw-------");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            long bytes = Files.size(file);
            running.made(file, position, bytes);
            return new Backup(file.toString(), position, bytes);
        } finally {
            deleteIfThere(unfinished);
        }
    }

    private static void deleteIfThere(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void onlyForUs(Path path, String permissions) throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
