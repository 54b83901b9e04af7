package io.closedloop.lead.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/guarantees.md names tests; without them its promises would be words. */
class GuaranteesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!promise |---)(.*?) \\|(.*)\\|(.*)\\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyTestThatProvesAPromiseExists() throws IOException {
        List<Path> sources = testSources();
        String page = Files.readString(ROOT.resolve("docs/guarantees.md"));

        var missing = new ArrayList<String>();
        TEST.matcher(page)
                .results()
                .filter(test -> sources.stream()
                        .filter(source -> source.endsWith(test.group(1) + ".java"))
                        .noneMatch(source -> hasTest(source, test.group(2))))
                .forEach(test -> missing.add(test.group()));

        assertThat(missing).isEmpty();
    }

    @Test
    void everyPromiseNamesATest() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/guarantees.md"));
        List<String> promises = ROW.matcher(page)
                .results()
                .filter(row -> !TEST.matcher(row.group(3)).find())
                .map(row -> row.group(1))
                .toList();

        assertThat(promises).isEmpty();
    }

    private static boolean hasTest(Path source, String name) {
        try {
            return Pattern.compile("@(Test|ParameterizedTest|TestFactory|RepeatedTest)\\b[^;{}]*?\\s" + name + "\\(")
                    .matcher(withoutLiterals(Files.readString(source)))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parameters of a parameterized test may hold braces. */
    private static String withoutLiterals(String source) {
        return source.replaceAll("(?s)\"\"\".*?\"\"\"", "")
                .replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "")
                .replaceAll("(?s)@(\\w*Source)\\s*\\((\\{.*?}|[^)]*)\\)", "");
    }

    private static List<Path> testSources() throws IOException {
        var sources = new ArrayList<Path>();
        for (String module : List.of("lead-domain", "lead-projections", "lead-api")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
