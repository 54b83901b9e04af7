package io.closedloop.lead.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tour of README.md, pasted block by block into one shell, against a service that has just been started. Every
 * answer is the one that the page shows, but for what differs each time: ids, keys, hashes, and when something was
 * recorded.
 */
class ReadmeTourTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern BLOCK =
            Pattern.compile("```sh\n(.*?)```\n(?:\n```(json|text)\n(.*?)```\n)?", Pattern.DOTALL);
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SECRET = Pattern.compile("clk_[A-Za-z0-9_-]{43}");
    private static final Pattern RECORDED_AT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,6}Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Block(String commands, String language, String answer) {}

    @TempDir
    Path folder;

    @Test
    void theAnswersAreThoseThatTheReadmeShows() throws Exception {
        assumeThat(Stream.of("bash", "curl").allMatch(ReadmeTourTest::isInstalled))
                .as("the tour is for bash and curl")
                .isTrue();
        List<Block> tour = tour();
        assertThat(tour).hasSizeGreaterThan(10);

        try (var service = FreshService.start(folder.resolve("data"))) {
            paste(tour, "localhost:" + service.uri().getPort());
        }

        for (int i = 0; i < tour.size(); i++) {
            Block block = tour.get(i);
            String answer = Files.readString(out(i)).replace("\r\n", "\n").strip();
            if (block.language().equals("json")) {
                assertThat(documents(answer)).as(block.commands()).isEqualTo(documents(block.answer()));
            } else {
                assertThat(answer).as(block.commands()).isEqualTo(block.answer().strip());
            }
        }
    }

    private static List<Block> tour() throws IOException {
        String page = Files.readString(README);
        int start = page.indexOf("## A tour");
        Matcher found = BLOCK.matcher(page.substring(start, page.indexOf("\n## ", start)));
        var blocks = new ArrayList<Block>();
        while (found.find()) {
            blocks.add(new Block(
                    found.group(1),
                    found.group(2) == null ? "" : found.group(2),
                    found.group(3) == null ? "" : found.group(3)));
        }
        return blocks;
    }

    /** In one shell, because later blocks use what earlier ones have set. */
    private void paste(List<Block> tour, String address) throws IOException, InterruptedException {
        var script = new StringBuilder();
        for (int i = 0; i < tour.size(); i++) {
            script.append("{\n%s} > '%s' 2>&1\n"
                    .formatted(tour.get(i).commands().replace("localhost:8080", address), out(i)));
        }
        Process shell = new ProcessBuilder("bash", "-c", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("shell.txt").toFile())
                .start();
        assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(shell.exitValue())
                .as(Files.readString(folder.resolve("shell.txt")))
                .isZero();
    }

    private Path out(int block) {
        return folder.resolve("answer-" + block + ".txt");
    }

    /** The JSON documents of a text, one after the other, with what differs each time blotted out. */
    private static List<JsonNode> documents(String text) {
        String stable =
                RECORDED_AT.matcher(SECRET.matcher(text).replaceAll("a secret")).replaceAll("an instant");
        try (var documents = JSON.readerFor(JsonNode.class).<JsonNode>readValues(stable)) {
            return documents.readAll().stream()
                    .map(ReadmeTourTest::withoutGivenIds)
                    .toList();
        }
    }

    /** Ids that the tour chose stay; those that the service gave are blotted out. */
    private static JsonNode withoutGivenIds(JsonNode document) {
        return JSON.readTree(UUID.matcher(document.toString())
                .replaceAll(id -> id.group().matches("6f9619ff.*|b5fe23c9.*") ? id.group() : "an id"));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
