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
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Copies of the embedded database, made while commands go on. A copy that a death or a stop of the service broke off is
 * begun anew, and one that was complete is kept.
 *
 * <p>A copy holds the job that makes it, which a service that goes on from the copy finds under way. What tells the two
 * apart is the unfinished file: it is there before the job's first checkpoint, which the copy holds, and has its last
 * name only after the second, which the copy does not hold.
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

    /**
     * How far a backup is.
     *
     * @param file what the copy will be called
     * @param position up to which it holds everything; null until it is complete
     */
    record Step(String file, @Nullable Long position) {}

    @Override
    public Made run(JobRun<Wanted> run) throws JobFailedException, JobStoppedException, InterruptedException {
        H2Database database = embedded.orElseThrow(
                () -> new JobFailedException("The database is a server: use its own tools.", null));
        try {
            Path backups = Files.createDirectories(directory.path().resolve(DIRECTORY));
            onlyForUs(backups, "rwx------");
            return made(database, run, backups, backups.resolve(run.id() + UNFINISHED));
        } catch (SQLException | IOException e) {
            run.goOn();
            throw new JobFailedException(
                    "The backup could not be made: is the disk full? What was begun of it is gone.", e);
        }
    }

    private Made made(H2Database database, JobRun<Wanted> run, Path backups, Path unfinished)
            throws IOException, SQLException, JobFailedException, JobStoppedException, InterruptedException {
        boolean later = false;
        try {
            Optional<Step> noted = run.checkpoint(Step.class);
            Step step = noted.isPresent() ? noted.get() : begun(run, backups, unfinished);
            Long position = step.position();
            return position == null
                    ? copied(database, run, unfinished, backups.resolve(step.file()))
                    : finished(run, unfinished, backups.resolve(step.file()), position);
        } catch (DataAccessException e) {
            // The job may be begun again once the database answers.
            later = true;
            throw e;
        } finally {
            if (!later && !run.goesOnLater()) {
                deleteIfThere(unfinished);
            }
        }
    }

    private Step begun(JobRun<Wanted> run, Path backups, Path unfinished)
            throws IOException, JobStoppedException, InterruptedException {
        deleteLeftovers(backups);
        onlyForUs(Files.createFile(unfinished), "rw-------");
        var step = new Step(NAME.format(clock.instant()), null);
        run.checkpoint(step);
        return step;
    }

    private Made copied(H2Database database, JobRun<Wanted> run, Path unfinished, Path file)
            throws IOException, SQLException, JobFailedException, JobStoppedException, InterruptedException {
        if (!Files.exists(unfinished)) {
            throw new JobFailedException(
                    "What was begun of the backup is not here: the database has been restored from this very backup, "
                            + "or the copy had failed. Ask for another one if you want it.",
                    null);
        }
        try (BackupProgress.Running running = progress.begin(unfinished, database.bytes())) {
            run.progressFrom(() -> new JobProgress(running.bytes(), null, "bytes"));
            long position = database.backUp(unfinished, run::onStop);
            run.goOn();
            sync(unfinished);
            run.checkpoint(new Step(file.getFileName().toString(), position));
            Made made = finished(run, unfinished, file, position);
            running.made(file, position, made.bytes());
            return made;
        }
    }

    /** Gives a complete copy its name, where it has another one yet. */
    private static Made finished(JobRun<Wanted> run, Path unfinished, Path file, long position)
            throws IOException, JobFailedException {
        if (Files.exists(unfinished)) {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!Files.exists(file)) {
            throw new JobFailedException(
                    "The backup was made, and its file is not here any more. Ask for another one if you want it.",
                    null);
        }
        long bytes = Files.size(file);
        run.progress(new JobProgress(bytes, bytes, "bytes"));
        return new Made(file.toString(), position, bytes);
    }

    /** What is noted as complete is complete also after a power failure. */
    private static void sync(Path file) throws IOException {
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
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
