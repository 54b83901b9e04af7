import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Formats every Java source of the project, or says which are not formatted.
 *
 * <p>Usage: {@code java Format.java check|write ROOT FOLDER}, where FOLDER below ROOT limits it to what is in there.
 * Exit code 1 when "check" finds something or a file cannot be parsed.
 */
final class Format {

    private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.PALANTIR;

    private final Formatter formatter = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(STYLE).formatJavadoc(true).build());
    private final boolean write;
    private final Path root;
    private final Path folder;
    private final ConcurrentSkipListSet<Path> changed = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListSet<String> broken = new ConcurrentSkipListSet<>();

    private Format(boolean write, Path root, Path folder) {
        this.write = write;
        this.root = root;
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 3 || !List.of("check", "write").contains(args[0])) {
            System.err.println("Usage: java Format.java check|write ROOT FOLDER");
            System.exit(2);
        }
        Path root = Path.of(args[1]).toRealPath();
        System.exit(
                new Format(args[0].equals("write"), root, root.resolve(args[2]).toRealPath()).run());
    }

    private int run() throws IOException {
        var sources = sources();
        sources.parallelStream().forEach(this::visit);
        changed.forEach(file -> System.out.println((write ? "Formatted " : "Not formatted: ") + root.relativize(file)));
        broken.forEach(System.err::println);
        System.out.printf("%d sources, %d %s%n", sources.size(), changed.size(), write ? "rewritten" : "not formatted");
        if (!broken.isEmpty()) {
            System.err.println("The formatter knows neither \"import module\" nor a bare _ inside a record pattern;"
                    + " write the imports, and \"var _\".");
            return 1;
        }
        if (!write && !changed.isEmpty()) {
            System.err.println("Format them with: mvn -Pformat validate");
            return 1;
        }
        return 0;
    }

    /**
     * Every {@code .java} file below a {@code src} folder of a module, and the tools of the build and of the project.
     */
    private List<Path> sources() throws IOException {
        var found = new TreeSet<Path>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                boolean tools =
                        List.of("build", "tools").contains(module.getFileName().toString());
                Path start = tools ? module : module.resolve("src");
                if (Files.isDirectory(start)) {
                    try (Stream<Path> files = Files.walk(start)) {
                        files.filter(file -> file.startsWith(folder)
                                        && file.toString().endsWith(".java"))
                                .forEach(found::add);
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private void visit(Path file) {
        try {
            String before = Files.readString(file);
            String after = format(before);
            if (!after.equals(before)) {
                changed.add(file);
                if (write) {
                    Files.writeString(file, after);
                }
            }
        } catch (IOException | FormatterException | RuntimeException failure) {
            broken.add("Cannot format " + root.relativize(file) + ": " + failure.getMessage());
        }
    }

    private String format(String source) throws FormatterException {
        String ordered = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), STYLE);
        return formatter.formatSource(ordered);
    }
}
