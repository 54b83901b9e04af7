package io.closedloop.lead.backup;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.jobs.JobFailedException;
import io.closedloop.lead.jobs.JobKind;
import io.closedloop.lead.jobs.JobProgress;
import io.closedloop.lead.jobs.JobRun;
import io.closedloop.lead.jobs.JobStoppedException;
import io.closedloop.lead.log.directory.DataDirectory;
import io.closedloop.lead.log.h2.H2Database;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Copies of the embedded database, made while commands go on. A copy that a death or a stop of the service broke off is
 * begun anew, and what was written of it is deleted.
 */
@Component
class Backups implements JobKind<Backups.Wanted, Backups.Made> {
    static final List<Role> ROLES = List.of(Role.ADMIN);

    private static final String DIRECTORY = "backups";
    private static final String UNFINISHED = ".unfinished";
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'closedloop-'uuuuMMdd'T'HHmmss.SSS'Z.zip'")
            .withZone(ZoneOffset.UTC);

    private final Optional<H2Database> embedded;
    private final DataDirectory directory;
    private final InstantSource clock;
    private final BackupProgress progress;

    Backups(Optional<H2Database> embedded, DataDirectory directory, InstantSource clock, BackupProgress progress) {
        this.embedded = embedded;
        this.directory = directory;
        this.clock = clock;
        this.progress = progress;
    }

    /** A backup that is asked for; there is nothing to choose. */
    record Wanted() {}

    /**
     * A backup that was made.
     *
     * @param file where it lies on the service's machine
     * @param position it holds every event up to this position, and perhaps some after it
     * @param bytes how large it is
     */
    @Schema(name = "Backup")
    record Made(
            @Schema(
                    description = "Of a backup: where it lies on the service's machine.",
                    example = "/var/lib/closedloop/backups/closedloop-20261122T103000.000Z.zip")
            String file,

            @Schema(description = "Of a backup: it holds every event up to this position, and perhaps some after it.")
            long position,

            @Schema(description = "Of a backup: how large it is.")
            long bytes) {}

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public List<Role> roles() {
        return ROLES;
    }

    @Override
    public Class<Wanted> question() {
        return Wanted.class;
    }

    @Override
    public Class<Made> result() {
        return Made.class;
    }

    @Override
    public int mostOpen() {
        return 1;
    }

    @Override
    public Made run(JobRun<Wanted> run) throws JobFailedException, JobStoppedException {
        H2Database database = embedded.orElseThrow(
                () -> new JobFailedException("The database is a server: use its own tools.", null));
        try {
            return backUp(database, run);
        } catch (SQLException | IOException e) {
            run.goOn();
            throw new JobFailedException(
                    "The backup could not be made: is the disk full? What was begun of it is gone.", e);
        }
    }

    private Made backUp(H2Database database, JobRun<Wanted> run)
            throws IOException, SQLException, JobFailedException, JobStoppedException {
        Path backups = Files.createDirectories(directory.path().resolve(DIRECTORY));
        onlyForUs(backups, "rwx------");
        Path unfinished = backups.resolve(run.id() + UNFINISHED);
        requireBegunHere(run, unfinished);
        deleteLeftovers(backups);
        onlyForUs(Files.createFile(unfinished), "rw-------");
        Path file = backups.resolve(NAME.format(clock.instant()));
        try (BackupProgress.Running running = progress.begin(unfinished, database.bytes())) {
            run.progressFrom(() -> new JobProgress(running.bytes(), null, "bytes"));
            long position = database.backUp(unfinished, run::onStop);
            run.goOn();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            long bytes = Files.size(file);
            run.progress(new JobProgress(bytes, bytes, "bytes"));
            running.made(file, position, bytes);
            return new Made(file.toString(), position, bytes);
        } finally {
            deleteIfThere(unfinished);
        }
    }

    /** A backup holds the job that makes it, which a service that goes on from the backup finds under way. */
    private static void requireBegunHere(JobRun<Wanted> run, Path unfinished) throws JobFailedException {
        if (run.isBegunAgain() && !Files.exists(unfinished)) {
            throw new JobFailedException(
                    "The database has been restored from this very backup. Ask for another one if you want it.", null);
        }
    }

    /** One backup is made at a time, so nobody is at work on them. */
    private static void deleteLeftovers(Path backups) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(backups, "*" + UNFINISHED)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
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
