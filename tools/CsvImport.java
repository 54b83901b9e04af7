import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes a spreadsheet into the service: CSV files and a mapping become bulk commands, {@code POST /v1/commands}.
 *
 * <p>It runs from its source on any JDK from 17 on, without anything else: {@code java tools/CsvImport.java}. That is
 * why all of it stands in this one file. docs/importing.md tells how to write a mapping.
 *
 * <p>Memory does not grow with the files: rows are read, sent and forgotten in batches, and a joined file is looked up
 * on disk.
 */
public final class CsvImport {
    private static final String USAGE = """
            Usage: java tools/CsvImport.java --mapping FILE [options]

              --mapping FILE    how rows become commands; see docs/importing.md
              --data FOLDER     where the CSV files lie (default: the mapping's folder)
              --url URL         the service (default: http://localhost:8080)
              --key-file FILE   the file with the API key (default: the environment variable CLOSEDLOOP_KEY)
              --refusals FILE   where refused commands go with their rows (default: refusals.csv)
              --run NAME        go on with an earlier run: its commands get their earlier answers again
              --batch LINES     commands per request (default: 2000)
              --write FILE      send nothing, write the commands as NDJSON; - is the standard output

            Exit code: 0 everything accepted, 1 broken off, 2 wrong usage, 3 some commands refused.
            """;

    private CsvImport() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    private static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            return imported(Options.of(args), out, err);
        } catch (Options.WrongUsage wrong) {
            err.println(wrong.getMessage());
            err.print(USAGE);
            return 2;
        } catch (BrokenOff broken) {
            err.println(broken.getMessage());
            return 1;
        } catch (IOException | UncheckedIOException failed) {
            err.println("Broken off: " + failed);
            return 1;
        }
    }

    private static int imported(Options options, PrintStream out, PrintStream err) throws IOException {
        Mapping mapping = Mapping.read(options.mapping());
        try (Sheets sheets = Sheets.open(mapping, options.data())) {
            List<CommandTemplate> templates = mapping.commands(sheets);
            if (options.write() != null) {
                Rows rows = new Rows(sheets, templates, CommandKeys.NONE);
                Tally tally = new Tally();
                try (PrintStream lines = options.write().equals("-")
                                ? out
                                : new PrintStream(Files.newOutputStream(Path.of(options.write())), false, "UTF-8");
                        Refusals refusals = new Refusals(options.refusals(), sheets)) {
                    rows.forEach(row -> {
                        row.commands().forEach(command -> lines.print(command.json() + "\n"));
                        tally.add(row, refusals);
                    });
                }
                err.println(tally.summary("written", options.refusals()));
                return tally.refused() == 0 ? 0 : 3;
            }
            err.println("Run " + options.run() + "; if it breaks off, go on with --run " + options.run());
            String apiKey = options.apiKey();
            Rows rows = new Rows(sheets, templates, CommandKeys.of(options.run(), apiKey));
            Tally tally = new Tally();
            try (Refusals refusals = new Refusals(options.refusals(), sheets);
                    Delivery delivery = new Delivery(options, new Service(options, apiKey), tally, refusals, err)) {
                rows.forEach(delivery::add);
                delivery.finish();
            }
            out.println(tally.summary("answered", options.refusals()));
            return tally.refused() == 0 ? 0 : 3;
        }
    }
}

/** Nothing more can be done; the message says what stands in the way, and what to do about it. */
final class BrokenOff extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenOff(String message) {
        super(message);
    }
}

/** One row cannot become a command; the others can. */
final class RowProblem extends Exception {
    private static final long serialVersionUID = 1;

    RowProblem(String message) {
        super(message);
    }
}

/** The command line. {@code write} and {@code keyFile} are null where they are not given. */
record Options(Path mapping, Path data, URI url, Path keyFile, Path refusals, String run, int batch, String write) {

    /** The command line cannot be understood. */
    static final class WrongUsage extends Exception {
        private static final long serialVersionUID = 1;

        WrongUsage(String message) {
            super(message);
        }
    }

    static Options of(String[] args) throws WrongUsage {
        Map<String, String> given = new TreeMap<>();
        Set<String> known =
                Set.of("--mapping", "--data", "--url", "--key-file", "--refusals", "--run", "--batch", "--write");
        for (int i = 0; i < args.length; i += 2) {
            if (!known.contains(args[i])) {
                throw new WrongUsage("Unknown option \"" + args[i] + "\".");
            }
            if (i + 1 == args.length) {
                throw new WrongUsage(args[i] + " takes a value.");
            }
            given.put(args[i], args[i + 1]);
        }
        if (!given.containsKey("--mapping")) {
            throw new WrongUsage("--mapping is missing.");
        }
        Path mapping = Path.of(given.get("--mapping")).toAbsolutePath();
        try {
            int batch = Integer.parseInt(given.getOrDefault("--batch", "2000"));
            if (batch < 1) {
                throw new WrongUsage("--batch takes a number from 1 on.");
            }
            return new Options(
                    mapping,
                    given.containsKey("--data") ? Path.of(given.get("--data")) : mapping.getParent(),
                    URI.create(given.getOrDefault("--url", "http://localhost:8080")),
                    given.containsKey("--key-file") ? Path.of(given.get("--key-file")) : null,
                    Path.of(given.getOrDefault("--refusals", "refusals.csv")),
                    given.getOrDefault("--run", UUID.randomUUID().toString().substring(0, 8)),
                    batch,
                    given.get("--write"));
        } catch (NumberFormatException notANumber) {
            throw new WrongUsage("--batch takes a number, not \"" + given.get("--batch") + "\".");
        } catch (IllegalArgumentException notAUrl) {
            throw new WrongUsage("--url: " + notAUrl.getMessage());
        }
    }

    String apiKey() throws IOException {
        String key =
                keyFile != null ? Files.readString(keyFile) : System.getenv().getOrDefault("CLOSEDLOOP_KEY", "");
        if (key.isBlank()) {
            throw new BrokenOff("An API key is needed: --key-file FILE, or the environment variable CLOSEDLOOP_KEY.");
        }
        return key.strip();
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// CSV
// ---------------------------------------------------------------------------------------------------------------------

/** One row of a file: the line and the byte that it begins at, and its values without the spaces around them. */
record CsvRow(long line, long offset, List<String> values) {}

/**
 * Reads RFC 4180: quoted values may hold separators, line breaks and doubled quotes; lines end with CRLF, LF or CR; a
 * byte order mark and blank lines are skipped. It goes by the byte, so that a row is found again where it began.
 */
final class CsvFile implements Closeable {
    private static final int END = -1;

    private final String name;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
    private final byte separator;
    private final CharsetDecoder decoder;
    private final List<String> columns;
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private long line = 1;

    CsvFile(Path path, char separator, Charset encoding) throws IOException {
        this.name = path.getFileName().toString();
        this.separator = (byte) separator;
        this.decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        if (!Files.isReadable(path)) {
            throw new BrokenOff("There is no readable file " + path + "; --data names the folder of the CSV files.");
        }
        channel = FileChannel.open(path, StandardOpenOption.READ);
        boolean mark = read() == 0xEF && read() == 0xBB && read() == 0xBF;
        if (!mark) {
            seek(0);
        }
        CsvRow header = next();
        if (header == null) {
            throw new BrokenOff(name + " is empty; its first line names the columns.");
        }
        columns = header.values();
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new BrokenOff(name + " names a column twice: " + columns);
        }
    }

    String name() {
        return name;
    }

    List<String> columns() {
        return columns;
    }

    /** @return the place of {@code column} in every row */
    int indexOf(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new BrokenOff(name + " has no column \"" + column + "\"; it has " + String.join(", ", columns) + ".");
        }
        return index;
    }

    /** @return the row that begins at byte {@code offset}; its line is not known */
    List<String> rowAt(long offset) throws IOException {
        seek(offset);
        return next().values();
    }

    /** @return the next row, null at the end */
    CsvRow next() throws IOException {
        while (true) {
            long startLine = line;
            long start = channel.position() - buffer.remaining();
            List<String> values = new ArrayList<>();
            boolean blank = true;
            int last = separator;
            while (last == separator) {
                value.reset();
                last = read();
                if (last == '"') {
                    blank = false;
                    last = quoted(startLine);
                }
                while (last != separator && last != '\n' && last != '\r' && last != END) {
                    value.write(last);
                    last = read();
                }
                values.add(Formulas.asGiven(decoded(startLine).strip()));
            }
            if (last == '\r' && read() != '\n') {
                unread();
            }
            line++;
            if (values.size() > 1 || !blank || !values.get(0).isEmpty()) {
                return new CsvRow(startLine, start, values);
            }
            if (last == END) {
                return null;
            }
        }
    }

    /** @return the byte after the closing quote */
    private int quoted(long startLine) throws IOException {
        while (true) {
            int next = read();
            if (next == END) {
                throw new BrokenOff(name + " line " + startLine + ": a quoted value has no closing quote.");
            }
            if (next == '"') {
                int after = read();
                if (after != '"') {
                    return after;
                }
            }
            if (next == '\n') {
                line++;
            }
            value.write(next);
        }
    }

    private String decoded(long atLine) {
        try {
            return decoder.decode(ByteBuffer.wrap(value.toByteArray())).toString();
        } catch (CharacterCodingException malformed) {
            throw new BrokenOff("%s line %d is not %s; name the file's encoding in the mapping's [settings], such as %s"
                    .formatted(name, atLine, decoder.charset(), "encoding = windows-1252"));
        }
    }

    private int read() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                return END;
            }
        }
        return buffer.get() & 0xFF;
    }

    private void unread() throws IOException {
        if (buffer.limit() > 0) {
            buffer.position(buffer.position() - 1);
        }
    }

    private void seek(long offset) throws IOException {
        channel.position(offset);
        buffer.clear().limit(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

/**
 * Finds the row of a joined file by its key. The index - a hash and an offset for each row - is a file as well, mapped
 * into memory, so that a joined file may be larger than the heap.
 */
final class JoinedFile implements Closeable {
    private static final long MOST_ROWS = 1L << 25;

    private final CsvFile file;
    private final int key;
    private final FileChannel index;
    private final LongBuffer slots;
    private final long mask;

    JoinedFile(Path path, String keyColumn, char separator, Charset encoding) throws IOException {
        file = new CsvFile(path, separator, encoding);
        key = file.indexOf(keyColumn);
        long rows = lines(path);
        if (rows > MOST_ROWS) {
            throw new BrokenOff(file.name() + " has more than " + MOST_ROWS + " rows; cut it into several files.");
        }
        long capacity = Long.highestOneBit(rows) * 4;
        mask = capacity - 1;
        index = FileChannel.open(
                Files.createTempFile("csv-import-", ".index"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        slots = index.map(FileChannel.MapMode.READ_WRITE, 0, capacity * 2 * Long.BYTES)
                .asLongBuffer();
        try (CsvFile scanned = new CsvFile(path, separator, encoding)) {
            CsvRow row;
            while ((row = scanned.next()) != null) {
                put(row);
            }
        }
    }

    CsvFile file() {
        return file;
    }

    /** @return the row with that key; null when there is none */
    List<String> find(String keyValue) throws IOException {
        long hash = hash(keyValue);
        for (long slot = hash & mask; offset(slot) >= 0; slot = (slot + 1) & mask) {
            if (slots.get((int) (slot * 2)) == hash) {
                List<String> row = file.rowAt(offset(slot));
                if (row.get(key).equals(keyValue)) {
                    return row;
                }
            }
        }
        return null;
    }

    private void put(CsvRow row) throws IOException {
        if (row.values().size() != file.columns().size()) {
            throw new BrokenOff("%s line %d has %d values, the header %d."
                    .formatted(
                            file.name(),
                            row.line(),
                            row.values().size(),
                            file.columns().size()));
        }
        String keyValue = row.values().get(key);
        if (keyValue.isEmpty()) {
            return;
        }
        if (find(keyValue) != null) {
            throw new BrokenOff("%s line %d has the key \"%s\" for the second time; a joined file has one row per key."
                    .formatted(file.name(), row.line(), keyValue));
        }
        long hash = hash(keyValue);
        long slot = hash & mask;
        while (offset(slot) >= 0) {
            slot = (slot + 1) & mask;
        }
        slots.put((int) (slot * 2), hash);
        slots.put((int) (slot * 2 + 1), row.offset() + 1);
    }

    /** @return -1 for a free slot */
    private long offset(long slot) {
        return slots.get((int) (slot * 2 + 1)) - 1;
    }

    /** FNV-1a over the characters, then mixed so that the low bits are as good as the high ones. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    }

    /** At least as many as there are rows. */
    private static long lines(Path path) throws IOException {
        long count = 1;
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                for (int i = 0; i < buffer.position(); i++) {
                    if (buffer.get(i) == '\n' || buffer.get(i) == '\r') {
                        count++;
                    }
                }
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        index.close();
        file.close();
    }
}

/** The files of an import: one row of the first is one lead, the others are joined to it by their keys. */
final class Sheets implements Closeable {
    private final CsvFile rows;
    private final int key;
    private final Map<String, JoinedFile> joined;

    private Sheets(CsvFile rows, int key, Map<String, JoinedFile> joined) {
        this.rows = rows;
        this.key = key;
        this.joined = joined;
    }

    static Sheets open(Mapping mapping, Path folder) throws IOException {
        Map<String, JoinedFile> joined = new LinkedHashMap<>();
        CsvFile rows = null;
        int key = -1;
        for (Mapping.Source source : mapping.sources()) {
            Path path = folder.resolve(source.file());
            if (rows == null) {
                rows = new CsvFile(path, mapping.separator(), mapping.encoding());
                key = source.key() == null ? -1 : rows.indexOf(source.key());
            } else {
                joined.put(source.name(), new JoinedFile(path, source.key(), mapping.separator(), mapping.encoding()));
            }
        }
        return new Sheets(rows, key, joined);
    }

    /**
     * The column that a mapping calls {@code name}: {@code column} of the first file, {@code file.column} of a joined
     * one.
     */
    Column column(String name) {
        int dot = name.indexOf('.');
        int sheet = 1;
        for (Map.Entry<String, JoinedFile> file : joined.entrySet()) {
            if (dot > 0 && name.substring(0, dot).equals(file.getKey())) {
                return new Column(sheet, file.getValue().file().indexOf(name.substring(dot + 1)));
            }
            sheet++;
        }
        return new Column(0, rows.indexOf(name));
    }

    /** @return the names of all columns, as a mapping calls them */
    List<String> columns() {
        List<String> names = new ArrayList<>(rows.columns());
        joined.forEach((file, found) -> found.file().columns().forEach(column -> names.add(file + "." + column)));
        return names;
    }

    /** @return the next row with what is joined to it, null at the end */
    SourceRow next() throws IOException {
        CsvRow row = rows.next();
        if (row == null) {
            return null;
        }
        boolean complete = row.values().size() == rows.columns().size();
        List<List<String>> sheets = new ArrayList<>();
        sheets.add(row.values());
        for (JoinedFile file : joined.values()) {
            List<String> found = complete ? file.find(row.values().get(key)) : null;
            sheets.add(found == null ? Collections.nCopies(file.file().columns().size(), "") : found);
        }
        return new SourceRow(row.line(), complete, sheets);
    }

    @Override
    public void close() throws IOException {
        rows.close();
        for (JoinedFile file : joined.values()) {
            file.close();
        }
    }
}

/** A column: which file, counted from 0, and which place in its rows. */
record Column(int sheet, int index) {}

/**
 * A row of the first file with the rows joined to it.
 *
 * @param line the line that it begins at
 * @param complete whether it has as many values as the header
 */
record SourceRow(long line, boolean complete, List<List<String>> sheets) {
    /** @return the value, empty where there is none */
    String value(Column column) {
        return sheets.get(column.sheet()).get(column.index());
    }

    List<String> values() {
        return sheets.stream().flatMap(List::stream).toList();
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The mapping
// ---------------------------------------------------------------------------------------------------------------------

/** A mapping file: sections in brackets, lines of {@code name = value}, remarks behind {@code #} at a line's start. */
final class Mapping {
    /** A file of the section {@code [files]}; {@code key} is null where the first file has none. */
    record Source(String name, String file, String key) {}

    private record Line(int number, String text) {}

    private static final Pattern SOURCE = Pattern.compile("(.+?)(?:\\s+by\\s+(.+))?");
    private static final Pattern CONDITION = Pattern.compile("only if (\\{[^}]*})(?: is (not )?(.+))?");

    private final Path path;
    private final Map<String, List<Line>> sections = new LinkedHashMap<>();
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, Map<String, String>> valueTables = new TreeMap<>();
    private final Map<String, String> settings =
            new TreeMap<>(Map.of("separator", ",", "encoding", "UTF-8", "zone", "UTC"));

    private Mapping(Path path) {
        this.path = path;
    }

    static Mapping read(Path path) throws IOException {
        if (!Files.isReadable(path)) {
            throw new BrokenOff("There is no readable mapping " + path + ".");
        }
        Mapping mapping = new Mapping(path);
        mapping.readSections(Files.readAllLines(path));
        mapping.readFixedSections();
        return mapping;
    }

    private void readSections(List<String> lines) {
        List<Line> section = null;
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (text.startsWith("[") && text.endsWith("]")) {
                section = new ArrayList<>();
                // The same command may stand several times, so the number keeps the names apart.
                sections.put(
                        (i + 1) + " " + text.substring(1, text.length() - 1).strip(), section);
            } else if (section == null) {
                throw wrong(i + 1, "comes before the first [section]");
            } else {
                section.add(new Line(i + 1, text));
            }
        }
    }

    private void readFixedSections() {
        sections.forEach((numbered, lines) -> {
            String section = numbered.substring(numbered.indexOf(' ') + 1);
            if (section.equals("files")) {
                lines.forEach(line -> {
                    String[] entry = entry(line);
                    Matcher source = SOURCE.matcher(entry[1]);
                    source.matches();
                    if (source.group(2) == null && !sources.isEmpty()) {
                        throw wrong(line.number(), "names no key; a joined file is written as name = file by column");
                    }
                    sources.add(new Source(entry[0], source.group(1), source.group(2)));
                });
            } else if (section.equals("settings")) {
                lines.forEach(line -> {
                    String[] entry = entry(line);
                    if (settings.put(entry[0], entry[1]) == null) {
                        throw wrong(line.number(), "is none of the settings " + settings.keySet());
                    }
                });
            } else if (section.startsWith("values ")) {
                Map<String, String> table = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                lines.forEach(line -> {
                    String[] entry = entry(line);
                    if (table.put(entry[0], entry[1]) != null) {
                        throw wrong(line.number(), "gives a second value for " + entry[0]);
                    }
                });
                valueTables.put(section.substring("values ".length()).strip(), table);
            }
        });
        if (sources.isEmpty()) {
            throw new BrokenOff(path + " names no file; write [files] and below it name = file.csv");
        }
        if (sources.size() > 1 && sources.get(0).key() == null) {
            throw new BrokenOff(path + ": the first file needs a key that the others are joined by.");
        }
    }

    List<Source> sources() {
        return sources;
    }

    char separator() {
        String separator = settings.get("separator").equals("tab") ? "\t" : settings.get("separator");
        if (separator.length() != 1 || separator.charAt(0) > 127) {
            throw new BrokenOff(path + ": a separator is one character, or the word tab.");
        }
        return separator.charAt(0);
    }

    Charset encoding() {
        try {
            Charset encoding = Charset.forName(settings.get("encoding"));
            if (!Arrays.equals("a,\"\n".getBytes(encoding), "a,\"\n".getBytes(StandardCharsets.US_ASCII))) {
                throw new BrokenOff(path + ": " + encoding + " cannot be read; save the files as UTF-8.");
            }
            return encoding;
        } catch (IllegalArgumentException unknown) {
            throw new BrokenOff(path + ": unknown encoding \"" + settings.get("encoding") + "\".");
        }
    }

    ZoneId zone() {
        try {
            return ZoneId.of(settings.get("zone"));
        } catch (DateTimeException unknown) {
            throw new BrokenOff(path + ": unknown time zone \"" + settings.get("zone") + "\".");
        }
    }

    /** The commands that each row becomes, in the mapping's order. */
    List<CommandTemplate> commands(Sheets sheets) {
        Filters filters = new Filters(valueTables, zone());
        List<CommandTemplate> commands = new ArrayList<>();
        sections.forEach((numbered, lines) -> {
            String section = numbered.substring(numbered.indexOf(' ') + 1);
            if (!section.equals("files") && !section.equals("settings") && !section.startsWith("values ")) {
                commands.add(command(section, lines, sheets, filters));
            }
        });
        if (commands.isEmpty()) {
            throw new BrokenOff(path + " has no command; write [RegisterLead] and its fields below it.");
        }
        return commands;
    }

    private CommandTemplate command(String name, List<Line> lines, Sheets sheets, Filters filters) {
        List<Condition> conditions = new ArrayList<>();
        Map<String, Template> fields = new LinkedHashMap<>();
        for (Line line : lines) {
            try {
                Matcher condition = CONDITION.matcher(line.text());
                if (condition.matches()) {
                    conditions.add(new Condition(
                            Template.of(condition.group(1), sheets, filters),
                            condition.group(2) != null,
                            condition.group(3) == null
                                    ? Set.of()
                                    : Set.of(condition.group(3).split("\\s*,\\s*"))));
                } else {
                    String[] entry = entry(line);
                    if (fields.put(entry[0], Template.of(entry[1], sheets, filters)) != null) {
                        throw new BrokenOff("gives " + entry[0] + " a second time");
                    }
                }
            } catch (BrokenOff problem) {
                throw wrong(line.number(), problem.getMessage());
            }
        }
        boolean named =
                fields.containsKey("leadId") || fields.containsKey("externalRef.id") && !name.equals("RegisterLead");
        if (!named) {
            throw new BrokenOff(path + ": " + name + " has no leadId; write leadId = {key column | uuid system},"
                    + " so that the same row always means the same lead.");
        }
        return new CommandTemplate(name, conditions, fields);
    }

    private String[] entry(Line line) {
        String[] entry = line.text().split("\\s*=\\s*", 2);
        if (entry.length < 2 || entry[0].isEmpty() || entry[1].isEmpty()) {
            throw wrong(line.number(), "is not of the form name = value: " + line.text());
        }
        return entry;
    }

    private BrokenOff wrong(int line, String problem) {
        return problem.startsWith(path.toString())
                ? new BrokenOff(problem)
                : new BrokenOff(path + " line " + line + ": " + problem);
    }
}

/** A line {@code only if {column} is a, b}: what a row must look like for a command to be sent. */
record Condition(Template template, boolean negated, Set<String> values) {
    boolean holds(SourceRow row) throws RowProblem {
        Object value = template.render(row);
        if (values.isEmpty()) {
            return value != null;
        }
        boolean among = value != null && values.stream().anyMatch(value.toString()::equalsIgnoreCase);
        return among != negated;
    }
}

/** A command as the mapping describes it. Names with a dot are fields within a field: {@code source.channel}. */
record CommandTemplate(String name, List<Condition> conditions, Map<String, Template> fields) {
    /** Without its key a row would be another lead, or the same fact for a second time; without its date, of today. */
    private static final Set<String> NEVER_LEFT_OUT = Set.of(
            "leadId", "externalRef.system", "externalRef.id", "suppressionId", "touchId", "revenueId", "occurredAt");

    /** @return the command as JSON, null where a condition does not hold */
    String render(SourceRow row) throws RowProblem {
        for (Condition condition : conditions) {
            if (!condition.holds(row)) {
                return null;
            }
        }
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("command", name);
        for (Map.Entry<String, Template> field : fields.entrySet()) {
            try {
                Object value = field.getValue().render(row);
                if (value != null) {
                    put(command, field.getKey(), value);
                } else if (NEVER_LEFT_OUT.contains(field.getKey())) {
                    throw new RowProblem("the column is empty");
                }
            } catch (RowProblem problem) {
                throw new RowProblem(field.getKey() + ": " + problem.getMessage());
            }
        }
        return Json.write(command);
    }

    private static void put(Map<String, Object> command, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            command.put(path, value);
            return;
        }
        // Only two levels: an attribute's name may have dots of its own.
        @SuppressWarnings("unchecked")
        Map<String, Object> inner =
                (Map<String, Object>) command.computeIfAbsent(path.substring(0, dot), any -> new LinkedHashMap<>());
        inner.put(path.substring(dot + 1), value);
    }
}

/** A value of the mapping: text with {@code {column | filter}} in it. */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private record Placeholder(Column column, List<Filters.Filter> filters) {
        Object render(SourceRow row) throws RowProblem {
            Object value = row.value(column);
            for (Filters.Filter filter : filters) {
                value = filter.apply((String) value);
                if (value == null) {
                    return "";
                }
            }
            return value;
        }
    }

    /** Texts and placeholders by turns, a text first. */
    private final List<String> texts = new ArrayList<>();

    private final List<Placeholder> placeholders = new ArrayList<>();
    private final Object constant;

    private Template(Object constant) {
        this.constant = constant;
    }

    static Template of(String text, Sheets sheets, Filters filters) {
        Matcher found = PLACEHOLDER.matcher(text);
        if (!found.find()) {
            boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
            boolean truth = text.equals("true") || text.equals("false");
            return new Template(
                    quoted ? text.substring(1, text.length() - 1) : truth ? (Object) Boolean.valueOf(text) : text);
        }
        Template template = new Template(null);
        int end = 0;
        do {
            template.texts.add(text.substring(end, found.start()));
            end = found.end();
            String[] parts = found.group(1).strip().split("\\s*\\|\\s*");
            List<Filters.Filter> chain = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                chain.add(filters.named(parts[i], i == parts.length - 1));
            }
            template.placeholders.add(new Placeholder(sheets.column(parts[0]), chain));
        } while (found.find());
        template.texts.add(text.substring(end));
        return template;
    }

    /** @return null where the field is to be left out, because a column in it is empty */
    Object render(SourceRow row) throws RowProblem {
        if (constant != null) {
            return constant;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < placeholders.size(); i++) {
            Object value = placeholders.get(i).render(row);
            if (value.equals("")) {
                return null;
            }
            if (placeholders.size() == 1 && texts.stream().allMatch(String::isEmpty)) {
                return value;
            }
            text.append(texts.get(i)).append(value);
        }
        return text.append(texts.get(placeholders.size())).toString();
    }
}

/** What can be done with a column's value behind a {@code |}. */
final class Filters {
    /** @see #named */
    interface Filter {
        /** @return null where the field is to be left out, whatever filters follow */
        Object apply(String value) throws RowProblem;
    }

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern HYPHENATED = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    /** The name space for URLs of RFC 9562. */
    private static final UUID URL_NAMES = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private final Map<String, Map<String, String>> valueTables;
    private final ZoneId zone;

    Filters(Map<String, Map<String, String>> valueTables, ZoneId zone) {
        this.valueTables = valueTables;
        this.zone = zone;
    }

    /**
     * @param call the filter's name and its argument
     * @param last whether no other filter follows; numbers, truths and lists come from the last one only
     */
    Filter named(String call, boolean last) {
        String[] words = call.split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "or" -> or(argument);
            case "values" -> values(argument);
            case "upper" -> value -> value.toUpperCase(Locale.ROOT);
            case "lower" -> value -> value.toLowerCase(Locale.ROOT);
            case "uuid" -> filled(uuid(argument), "key");
            case "moment" -> filled(moment(argument), "date");
            case "day" -> filled(day(argument), "date");
            case "amount" -> present(value -> decimal(argument, value).toPlainString());
            case "number" -> present(atTheEnd(words[0], last, value -> decimal(argument, value)));
            case "boolean" -> present(atTheEnd(words[0], last, Filters::truth));
            case "list" -> present(atTheEnd(words[0], last, list(argument.isEmpty() ? "," : argument)));
            default ->
                throw new BrokenOff("unknown filter \"" + words[0]
                        + "\"; there are or, values, upper, lower, uuid, moment, day, amount, number, boolean, list");
        };
    }

    private static Filter atTheEnd(String name, boolean last, Filter filter) {
        if (!last) {
            throw new BrokenOff(name + " makes no text, so no filter can follow it");
        }
        return filter;
    }

    private static Filter list(String separator) {
        return value -> Arrays.stream(value.split(Pattern.quote(separator)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Filter or(String text) {
        String instead = text.equals("(empty)") ? null : text;
        return value -> value.isEmpty() ? instead : value;
    }

    /** What decides who or when is not guessed: an empty cell is the mapping's business. */
    private static Filter filled(Filter filter, String what) {
        return value -> {
            if (value.isEmpty()) {
                throw new RowProblem("the " + what + " is empty; write \"or (empty)\" before the filter if the field"
                        + " may be left out, or \"only if\" for rows that have none");
            }
            return filter.apply(value);
        };
    }

    /** Empty stays empty. */
    private static Filter present(Filter filter) {
        return value -> value.isEmpty() ? value : filter.apply(value);
    }

    private Filter values(String name) {
        Map<String, String> table = valueTables.get(name);
        if (table == null) {
            throw new BrokenOff("there is no section [values " + name + "]");
        }
        return value -> {
            String found = value.isEmpty() ? table.get("(empty)") : table.getOrDefault(value, table.get("(any other)"));
            if (found == null && !value.isEmpty()) {
                throw new RowProblem("\"" + value + "\" does not stand in [values " + name + "]");
            }
            return found == null ? "" : found;
        };
    }

    private static Filter uuid(String system) {
        if (system.isEmpty()) {
            throw new BrokenOff("uuid takes the name of the system that the key comes from, as in uuid crm");
        }
        return key -> uuid(system, key).toString();
    }

    /**
     * 32 hex digits or a UUID are taken as they are; else it is version 5 of {@code system:key} in the URL name space.
     */
    private static UUID uuid(String system, String key) {
        if (HYPHENATED.matcher(key).matches()) {
            return UUID.fromString(key);
        }
        if (HEX.matcher(key).matches()) {
            return new UUID(
                    Long.parseUnsignedLong(key.substring(0, 16), 16), Long.parseUnsignedLong(key.substring(16), 16));
        }
        ByteBuffer names = ByteBuffer.allocate(16)
                .putLong(URL_NAMES.getMostSignificantBits())
                .putLong(URL_NAMES.getLeastSignificantBits());
        MessageDigest sha1 = digest("SHA-1");
        sha1.update(names.array());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest((system + ":" + key).getBytes(StandardCharsets.UTF_8)));
        return new UUID(
                hash.getLong() & 0xFFFFFFFFFFFF0FFFL | 0x5000L,
                hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L);
    }

    /** A point in time: with a time of day and perhaps a zone, or the beginning of a day. */
    private Filter moment(String pattern) {
        DateTimeFormatter format = format(pattern, DateTimeFormatter.ISO_DATE_TIME);
        requireWhole(pattern, format);
        return value -> {
            try {
                TemporalAccessor parsed =
                        format.parseBest(value, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
                ZonedDateTime moment;
                if (parsed instanceof ZonedDateTime zoned) {
                    moment = zoned;
                } else if (parsed instanceof LocalDateTime local) {
                    moment = local.atZone(zone);
                } else {
                    moment = ((LocalDate) parsed).atStartOfDay(zone);
                }
                return moment.toInstant().toString();
            } catch (DateTimeException wrong) {
                throw new RowProblem("\"" + value + "\" is not a date of the form " + pattern);
            }
        };
    }

    private static Filter day(String pattern) {
        DateTimeFormatter format = format(pattern, DateTimeFormatter.ISO_LOCAL_DATE);
        requireDate(pattern, format);
        return value -> {
            try {
                return LocalDate.parse(value, format).toString();
            } catch (DateTimeException wrong) {
                throw new RowProblem("\"" + value + "\" is not a date of the form " + pattern);
            }
        };
    }

    /** An afternoon, so that twelve hours without am and pm are not enough, and no field is another's value. */
    private static final ZonedDateTime SAMPLE =
            ZonedDateTime.of(2026, 11, 24, 17, 38, 59, 0, ZoneId.of("Europe/Berlin"));

    /** Letters of a pattern that stand for the time of day. */
    private static final Pattern TIME_OF_DAY = Pattern.compile("[ahHkKmsSAnNB]");

    /** A pattern that has a time of day also reads it: one without am and pm, or minutes without hours, loses it. */
    private static void requireWhole(String pattern, DateTimeFormatter format) {
        requireDate(pattern, format);
        if (!TIME_OF_DAY.matcher(withoutQuoted(pattern)).find()) {
            return;
        }
        String written = format.format(SAMPLE);
        TemporalAccessor read = format.parseBest(written, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        boolean whole = read instanceof ZonedDateTime || read instanceof LocalDateTime;
        if (!whole || LocalDateTime.from(read).getHour() != SAMPLE.getHour()) {
            throw new BrokenOff(
                    "the pattern \"" + pattern + "\" does not tell the time of day (" + written
                            + "): HH are the hours from 0 to 23, hh those from 1 to 12 and need a for am and pm, mm are minutes");
        }
    }

    /** A pattern that writes a date also reads it: not one with mm for the month, YYYY for the year. */
    private static void requireDate(String pattern, DateTimeFormatter format) {
        try {
            if (pattern.isEmpty()
                    || LocalDate.parse(format.format(SAMPLE), format).equals(SAMPLE.toLocalDate())) {
                return;
            }
        } catch (DateTimeException unreadable) {
            // said below
        }
        throw new BrokenOff(
                "the pattern \"" + pattern + "\" does not tell the date: yyyy is the year, MM the month, dd the"
                        + " day of the month; mm are minutes, YYYY is something else");
    }

    private static String withoutQuoted(String pattern) {
        return pattern.replaceAll("'[^']*'", "");
    }

    /** Years are written {@code yyyy} by everybody, which a strict reader would take for years of an era. */
    private static DateTimeFormatter format(String pattern, DateTimeFormatter otherwise) {
        try {
            return pattern.isEmpty()
                    ? otherwise
                    : DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ENGLISH)
                            .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException wrong) {
            throw new BrokenOff("\"" + pattern + "\" is not a date pattern: " + wrong.getMessage());
        }
    }

    /** @param mark the decimal mark, {@code .} or {@code ,}; the other one may stand between groups of three digits */
    private static BigDecimal decimal(String mark, String value) throws RowProblem {
        String point = mark.equals(",") ? "," : ".";
        String group = mark.equals(",") ? "." : ",";
        String number = "[+-]?(?:\\d+|\\d{1,3}(?:[ " + group + "]\\d{3})+)(?:\\" + point + "\\d+)?";
        if (!value.matches(number)) {
            throw new RowProblem("\"" + value + "\" is not a number with \"" + point + "\" as decimal mark");
        }
        return new BigDecimal(value.replace(" ", "").replace(group, "").replace(point, "."));
    }

    private static Boolean truth(String value) throws RowProblem {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y", "1" -> true;
            case "false", "no", "n", "0" -> false;
            default -> throw new RowProblem("\"" + value + "\" is neither true nor false, yes nor no, 1 nor 0");
        };
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// From rows to commands
// ---------------------------------------------------------------------------------------------------------------------

/**
 * A command to be sent.
 *
 * @param number its place in the whole import, from 1 on: the line that {@code --write} writes it to
 * @param key the idempotency key that it is sent with
 * @param json the command without the key
 */
record Command(long number, String name, String key, String json, SourceRow row) {
    /** @return the same command to be decided anew, where what came before it in its row was not carried out */
    Command decidedAnew() {
        return new Command(number, name, key + "~", json, row);
    }

    String withKey() {
        return json.substring(0, json.length() - 1) + ",\"idempotencyKey\":" + Json.write(key) + "}";
    }
}

/**
 * What a row became. Where a command cannot be made of it, {@code problem} says why, and the row ends before it: the
 * commands behind it rest on it.
 */
record CommandRow(SourceRow row, List<Command> commands, String unmade, String problem) {}

/**
 * The idempotency keys of a run. They stand in the log for ever, so nothing can be guessed from them: they are made
 * under the API key (HMAC-SHA-256), which only whoever imports has.
 */
final class CommandKeys {
    /** Of a run that sends nothing. */
    static final CommandKeys NONE = new CommandKeys("", null);

    private static final String ALGORITHM = "HmacSHA256";

    private final String run;
    private final SecretKeySpec secret;

    private CommandKeys(String run, SecretKeySpec secret) {
        this.run = run;
        this.secret = secret;
    }

    static CommandKeys of(String run, String apiKey) {
        return new CommandKeys(run, new SecretKeySpec(apiKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    }

    OfRow ofRow() {
        return new OfRow();
    }

    /**
     * The keys of one row's commands. Each is made of the run, the row's commands before it and its own: sent again in
     * the same run it is the same command, but not when anything before it in its row has been corrected.
     */
    final class OfRow {
        private byte[] before = {};

        String next(String json) {
            if (secret == null) {
                return "";
            }
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(secret);
                mac.update(before);
                before = mac.doFinal(json.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
            // Not in hexadecimal digits: so were the keys of a former version, from which the command could be guessed.
            return run + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(before, 16));
        }
    }
}

/** Makes the commands of one row after the other. */
final class Rows {
    /** Takes one row's commands. */
    interface Taker {
        void take(CommandRow row) throws IOException;
    }

    private final Sheets sheets;
    private final List<CommandTemplate> templates;
    private final CommandKeys keys;

    Rows(Sheets sheets, List<CommandTemplate> templates, CommandKeys keys) {
        this.sheets = sheets;
        this.templates = templates;
        this.keys = keys;
    }

    void forEach(Taker taker) throws IOException {
        long number = 1;
        SourceRow row;
        while ((row = sheets.next()) != null) {
            CommandRow made = made(row, number);
            number += made.commands().size();
            taker.take(made);
        }
    }

    private CommandRow made(SourceRow row, long first) {
        List<Command> commands = new ArrayList<>();
        if (!row.complete()) {
            return new CommandRow(row, commands, "", "the row does not have as many values as the header");
        }
        CommandKeys.OfRow keysOfRow = keys.ofRow();
        for (CommandTemplate template : templates) {
            try {
                String json = template.render(row);
                if (json != null) {
                    commands.add(
                            new Command(first + commands.size(), template.name(), keysOfRow.next(json), json, row));
                }
            } catch (RowProblem problem) {
                return new CommandRow(row, commands, template.name(), problem.getMessage());
            }
        }
        return new CommandRow(row, commands, "", null);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Sending
// ---------------------------------------------------------------------------------------------------------------------

/**
 * The answer to one command.
 *
 * @param code the problem's code, empty where the command was accepted
 * @param events how many events came of it; none for what was so already
 */
record Answer(int status, String code, String detail, int events) {
    private static final Set<String> PASSING =
            Set.of("concurrent-change", "request-in-progress", "store-unavailable", "too-many-requests");

    boolean accepted() {
        return status < 300;
    }

    /** Whether it says nothing about the command, only about the moment. */
    boolean passing() {
        return status >= 500 || PASSING.contains(code);
    }

    static Answer of(Map<?, ?> line) {
        int status = ((Number) line.get("status")).intValue();
        if (!(line.get("problem") instanceof Map<?, ?> problem)) {
            return new Answer(status, "", "", line.get("events") instanceof List<?> events ? events.size() : 0);
        }
        List<String> details = new ArrayList<>();
        details.add(text(problem, "detail"));
        if (problem.get("errors") instanceof List<?> errors) {
            for (Object error : errors) {
                details.add(text((Map<?, ?>) error, "pointer") + ": " + text((Map<?, ?>) error, "detail"));
            }
        }
        details.removeIf(String::isEmpty);
        return new Answer(status, text(problem, "code"), String.join("; ", details), 0);
    }

    static String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }
}

/** The service's bulk endpoint. */
final class Service {
    /** The service could not be asked, or did not answer to the end; it may be asked again. */
    static final class Interrupted extends Exception {
        private static final long serialVersionUID = 1;

        final Duration wait;

        Interrupted(String message, Duration wait) {
            super(message);
            this.wait = wait;
        }
    }

    private final URI commands;
    private final String key;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Service(Options options, String key) {
        String base = options.url().toString().replaceAll("/+$", "");
        commands = URI.create(base + "/v1/commands");
        this.key = key;
    }

    /** Sends the commands in one request and puts what is answered into {@code answers}, in the same order. */
    void post(List<Command> batch, Answer[] answers) throws Interrupted {
        String body = batch.stream().map(Command::withKey).collect(Collectors.joining("\n", "", "\n"));
        HttpRequest request = HttpRequest.newBuilder(commands)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/x-ndjson")
                .header("Accept", "application/x-ndjson, application/problem+json")
                .timeout(Duration.ofMinutes(10))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    throw refused(response.statusCode(), response, lines.collect(Collectors.joining("\n")));
                }
                lines.filter(line -> !line.isBlank()).map(Json::read).forEach(line -> {
                    Map<?, ?> answer = (Map<?, ?>) line;
                    answers[((Number) answer.get("line")).intValue() - 1] = Answer.of(answer);
                });
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokenOff("Interrupted.");
        } catch (IOException | UncheckedIOException lost) {
            throw new Interrupted(commands + ": " + lost, null);
        }
    }

    private Interrupted refused(int status, HttpResponse<?> response, String body) {
        String said = commands + " answered " + status + " " + body.strip();
        if (status == 429 || status >= 500) {
            Duration wait = response.headers()
                    .firstValue("Retry-After")
                    .filter(seconds -> seconds.matches("\\d{1,4}"))
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                    .orElse(null);
            return new Interrupted(said, wait);
        }
        throw new BrokenOff(said);
    }
}

/** Gathers rows to batches and sends each while the next is read; what is not answered is sent again. */
final class Delivery implements Closeable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int size;
    private final Service service;
    private final Tally tally;
    private final Refusals refusals;
    private final PrintStream err;
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private List<CommandRow> batch = new ArrayList<>();
    private int lines;
    private Future<?> sending;
    private Instant lastShown = Instant.now();

    Delivery(Options options, Service service, Tally tally, Refusals refusals, PrintStream err) {
        this.size = options.batch();
        this.service = service;
        this.tally = tally;
        this.refusals = refusals;
        this.err = err;
    }

    void add(CommandRow row) throws IOException {
        batch.add(row);
        lines += row.commands().size();
        if (lines >= size) {
            send();
        }
    }

    void finish() throws IOException {
        send();
        await();
    }

    private void send() throws IOException {
        await();
        List<CommandRow> full = batch;
        batch = new ArrayList<>();
        lines = 0;
        sending = sender.submit(() -> {
            deliver(full);
            return null;
        });
    }

    private void await() throws IOException {
        if (sending == null) {
            return;
        }
        try {
            sending.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof BrokenOff broken) {
                throw broken;
            }
            throw new IOException(failed.getCause());
        }
    }

    private void deliver(List<CommandRow> rows) throws IOException, InterruptedException {
        List<Command> open = new ArrayList<>();
        rows.forEach(row -> open.addAll(row.commands()));
        Map<Long, Answer> settled = new TreeMap<>();
        Instant progress = Instant.now();
        for (int attempt = 0; !open.isEmpty(); attempt++) {
            Answer[] answers = new Answer[open.size()];
            Duration wait = Duration.ofSeconds(Math.min(30, 1L << Math.min(attempt, 5)));
            String trouble = "the service asks to try again";
            try {
                service.post(open, answers);
            } catch (Service.Interrupted interrupted) {
                trouble = interrupted.getMessage();
                wait = interrupted.wait != null ? interrupted.wait : wait;
            }
            int before = open.size();
            settle(open, answers, settled);
            if (open.size() < before) {
                progress = Instant.now();
                attempt = 0;
            }
            if (!open.isEmpty()) {
                if (Instant.now().isAfter(progress.plus(PATIENCE))) {
                    throw new BrokenOff("Broken off, nothing moved for two minutes: " + trouble);
                }
                err.println(trouble + "; trying again in " + wait.toSeconds() + " s");
                Thread.sleep(wait.toMillis());
            }
        }
        for (CommandRow row : rows) {
            for (Command command : row.commands()) {
                tally.add(command, settled.get(command.number()), refusals);
            }
            tally.unmade(row, refusals);
        }
        if (Instant.now().isAfter(lastShown.plusSeconds(1))) {
            lastShown = Instant.now();
            err.println(tally.progress("answered"));
        }
    }

    /**
     * Keeps the answers that stand and leaves in {@code open} what is to be sent again: what was not answered, and from
     * a passing refusal on the rest of its row, which was judged without the command that it rests on.
     */
    private static void settle(List<Command> open, Answer[] answers, Map<Long, Answer> settled) {
        List<Command> again = new ArrayList<>();
        SourceRow held = null;
        for (int i = 0; i < answers.length; i++) {
            Command command = open.get(i);
            Answer answer = answers[i];
            if (command.row() == held && answer != null) {
                again.add(answer.accepted() || answer.passing() ? command : command.decidedAnew());
            } else if (answer == null || answer.passing()) {
                again.add(command);
                held = answer == null ? held : command.row();
            } else {
                settled.put(command.number(), answer);
            }
        }
        open.clear();
        open.addAll(again);
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}

/** Counts what became of the commands. */
final class Tally {
    private final Instant started = Instant.now();
    private final Map<String, Long> refusedByCode = new TreeMap<>();
    private long rows;
    private long commands;
    private long already;
    private long refused;

    synchronized void add(Command command, Answer answer, Refusals refusals) throws IOException {
        commands++;
        if (answer.accepted()) {
            already += answer.events() == 0 ? 1 : 0;
        } else {
            refuse(command.name() + " " + answer.code());
            refusals.add(command.number(), command.name(), answer, command.row());
        }
    }

    /** A row that is only written. */
    synchronized void add(CommandRow row, Refusals refusals) throws IOException {
        commands += row.commands().size();
        unmade(row, refusals);
    }

    /** Ends a row, and notes the command that could not be made of it. */
    synchronized void unmade(CommandRow row, Refusals refusals) throws IOException {
        rows++;
        if (row.problem() != null) {
            refuse((row.unmade() + " not-sent").strip());
            refusals.add(0, row.unmade(), new Answer(0, "not-sent", row.problem(), 0), row.row());
        }
    }

    private void refuse(String what) {
        refused++;
        refusedByCode.merge(what, 1L, Long::sum);
    }

    synchronized long refused() {
        return refused;
    }

    synchronized String progress(String verb) {
        double seconds =
                Math.max(0.001, Duration.between(started, Instant.now()).toMillis() / 1000.0);
        return String.format(
                Locale.ROOT,
                "%,d rows, %,d commands %s in %.1f s (%,.0f/s), %,d refused",
                rows,
                commands,
                verb,
                seconds,
                commands / seconds,
                refused);
    }

    synchronized String summary(String verb, Path refusals) {
        StringBuilder text = new StringBuilder(progress(verb));
        if (already > 0) {
            text.append(String.format(Locale.ROOT, ", %,d were so already", already));
        }
        refusedByCode.forEach((what, count) -> text.append(String.format(Locale.ROOT, "%n%,8d %s", count, what)));
        if (refused > 0) {
            text.append(String.format("%nThe refused commands with their rows: %s", refusals));
        }
        return text.toString();
    }
}

/** The file of refused commands: what was refused and why, then the row that it came from. No text is a formula. */
final class Refusals implements Closeable {
    private final Path path;
    private final Sheets sheets;
    private BufferedWriter writer;

    Refusals(Path path, Sheets sheets) throws IOException {
        this.path = path;
        this.sheets = sheets;
        Files.deleteIfExists(path);
    }

    /** @param number the command's place in the import, 0 where none was made */
    synchronized void add(long number, String command, Answer answer, SourceRow row) throws IOException {
        if (writer == null) {
            writer = new BufferedWriter(new OutputStreamWriter(onlyForItsOwner(), StandardCharsets.UTF_8));
            List<String> header =
                    new ArrayList<>(List.of("row_line", "command_line", "command", "status", "code", "detail"));
            header.addAll(sheets.columns());
            write(header);
        }
        List<String> values = new ArrayList<>(List.of(
                Long.toString(row.line()),
                number == 0 ? "" : Long.toString(number),
                command,
                answer.status() == 0 ? "" : Integer.toString(answer.status()),
                answer.code(),
                answer.detail()));
        values.addAll(row.values());
        write(values);
        writer.flush();
    }

    /** The rows hold what the data hold: nobody else on the machine reads them. */
    private OutputStream onlyForItsOwner() throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.newOutputStream(path);
    }

    private void write(List<String> values) throws IOException {
        writer.write(values.stream()
                .map(Formulas::without)
                .map(Refusals::quoted)
                .collect(Collectors.joining(",", "", "\r\n")));
    }

    private static String quoted(String value) {
        return value.matches("(?s).*[\",;\t\r\n].*") ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}

/**
 * Keeps texts from being formulas in a spreadsheet, as the service's own CSV does: an apostrophe stands before what a
 * formula begins with, at the beginning of a value or of what a spreadsheet that splits at another separator would take
 * for one. In a file that is read such apostrophes are left out, so that refused rows can be corrected and sent again.
 */
final class Formulas {
    private static final String CELL = "((?:^|[,;\\t\\r\\n])[\\s\\u00a0\\ufeff\"]*+)";
    private static final String FORMULA = "(?=[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20])";
    private static final Pattern PLAIN = Pattern.compile(CELL + FORMULA);
    private static final Pattern ESCAPED = Pattern.compile(CELL + "'" + FORMULA);

    private Formulas() {}

    static String without(String value) {
        return PLAIN.matcher(value).replaceAll("$1'");
    }

    static String asGiven(String value) {
        return value.indexOf('\'') < 0 ? value : ESCAPED.matcher(value).replaceAll("$1");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// JSON
// ---------------------------------------------------------------------------------------------------------------------

/** JSON as maps, lists, strings, numbers, booleans and null: as much as commands and answers need. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            map.forEach((name, inner) -> {
                separate(out, '{');
                write(name, out);
                out.append(':');
                write(inner, out);
            });
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            list.forEach(item -> {
                separate(out, '[');
                write(item, out);
            });
            out.append(']');
        } else if (value instanceof String text) {
            out.append('"');
            text.chars().forEach(c -> {
                if (c == '"' || c == '\\') {
                    out.append('\\').append((char) c);
                } else if (c < 0x20) {
                    out.append(String.format("\\u%04x", c));
                } else {
                    out.append((char) c);
                }
            });
            out.append('"');
        } else {
            out.append(value instanceof BigDecimal number ? number.toPlainString() : value);
        }
    }

    private static void separate(StringBuilder out, char opening) {
        if (out.charAt(out.length() - 1) != opening) {
            out.append(',');
        }
    }

    static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.blanks();
        if (json.at < text.length()) {
            throw json.wrong();
        }
        return value;
    }

    private Object value() {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> word();
        };
    }

    private Object word() {
        int start = at;
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0 && text.charAt(at) > ' ') {
            at++;
        }
        String word = text.substring(start, at);
        try {
            return switch (word) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> null;
                default -> new BigDecimal(word);
            };
        } catch (NumberFormatException notANumber) {
            throw wrong();
        }
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        at++;
        blanks();
        while (peek() != '}') {
            String name = string();
            blanks();
            expect(':');
            object.put(name, value());
            blanks();
            if (peek() != '}') {
                expect(',');
                blanks();
            }
        }
        at++;
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        at++;
        blanks();
        while (peek() != ']') {
            array.add(value());
            blanks();
            if (peek() != ']') {
                expect(',');
            }
        }
        at++;
        return array;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = peek();
            at++;
            int escape = "bfnrt".indexOf(c);
            if (c == 'u' && at + 4 <= text.length()) {
                out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                out.append(escape >= 0 ? "\b\f\n\r\t".charAt(escape) : c);
            }
        }
        at++;
        return out.toString();
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }

    /** Half a line, for instance, of an answer that was cut off. */
    private UncheckedIOException wrong() {
        return new UncheckedIOException(new IOException("an answer cannot be read as JSON"));
    }
}
