package io.closedloop.lead.columnstore;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the files in a folder are the read models, kept in a small file beside them that is replaced in one step: a
 * kill at any moment leaves it as it was before or as it is after.
 */
final class Generations {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    private final ColumnStoreSettings settings;
    private final StoreSchema schema;
    private State state;

    /**
     * @param serving the generation that readers are answered from
     * @param madeBy the order by which it was made; null for the first
     * @param filling the generation that is to take its place; null where none is
     * @param fillingFor the order by which it is made
     */
    record State(
            int serving,
            @Nullable String madeBy,
            @Nullable Integer filling,
            @Nullable String fillingFor) {
        private static final State FIRST = new State(0, null, null, null);
    }

    private Generations(ColumnStoreSettings settings, StoreSchema schema) {
        this.settings = settings;
        this.schema = schema;
        this.state = read();
    }

    /**
     * Reads what is there, and deletes the files of generations that were given up or replaced.
     *
     * @param settings those of the first generation
     */
    static Generations in(ColumnStoreSettings settings, StoreSchema schema) {
        var generations = new Generations(settings, schema);
        generations.deleteOthers();
        return generations;
    }

    State state() {
        return state;
    }

    ColumnStoreSettings settings(int generation) {
        return settings.at(file(generation));
    }

    /** Notes that the next generation is being filled, and says which that is. */
    int begin(String order) {
        int next = state.serving() + 1;
        write(new State(state.serving(), state.madeBy(), next, order));
        return next;
    }

    /** Notes that the generation that was being filled serves from now on. */
    void serveTheNext() {
        write(new State(Objects.requireNonNull(state.filling()), state.fillingFor(), null, null));
    }

    /** Notes that no generation is being filled any more. */
    void giveUpTheNext() {
        write(new State(state.serving(), state.madeBy(), null, null));
    }

    /** Deletes the file of a generation that is closed, and what lies beside it. */
    void delete(int generation) {
        new StoreFile(settings(generation), schema).delete();
    }

    private Path file(int generation) {
        Path first = settings.file().toAbsolutePath();
        return generation == 0 ? first : first.resolveSibling("%s-%d%s".formatted(stem(), generation, extension()));
    }

    private String stem() {
        String name = name();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private String extension() {
        return name().substring(stem().length());
    }

    private String name() {
        return String.valueOf(settings.file().getFileName());
    }

    private Path stateFile() {
        return settings.file().toAbsolutePath().resolveSibling(stem() + ".state");
    }

    private void deleteOthers() {
        Path folder = stateFile().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        var pattern = Pattern.compile(
                Pattern.quote(stem()) + "-([1-9][0-9]{0,8})" + Pattern.quote(extension()) + "(|\\.wal|\\.tmp)");
        List<Integer> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.map(file -> pattern.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the read models cannot be listed: " + folder, e);
        }
        for (Integer generation : found) {
            if (generation != state.serving() && !generation.equals(state.filling())) {
                delete(generation);
            }
        }
        if (state.serving() != 0) {
            delete(0);
        }
    }

    private State read() {
        Path file = stateFile();
        if (!Files.exists(file)) {
            return State.FIRST;
        }
        try {
            var lines = new Properties();
            lines.load(new StringReader(Files.readString(file)));
            String filling = lines.getProperty("filling");
            return new State(
                    Integer.parseInt(lines.getProperty("serving", "")),
                    lines.getProperty("serving.order"),
                    filling == null ? null : Integer.valueOf(filling),
                    lines.getProperty("filling.order"));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(
                    "{} cannot be read ({}); the read models begin anew and are filled from the log",
                    file,
                    e.toString());
            return State.FIRST;
        }
    }

    private void write(State next) {
        var lines = new StringBuilder("serving=%d\n".formatted(next.serving()));
        if (next.madeBy() != null) {
            lines.append("serving.order=%s\n".formatted(next.madeBy()));
        }
        if (next.filling() != null) {
            lines.append("filling=%d\nfilling.order=%s\n".formatted(next.filling(), next.fillingFor()));
        }
        Path file = stateFile();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("which read models serve cannot be noted in " + file, e);
        }
        state = next;
    }

    /** So that the new name survives a power failure; where a folder cannot be opened, the file system sees to it. */
    private static void syncFolder(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The folder {} cannot be synced", folder, e);
        }
    }
}
