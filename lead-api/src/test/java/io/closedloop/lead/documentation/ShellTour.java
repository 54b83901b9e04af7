package io.closedloop.lead.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands of a page, pasted block by block into one shell, against a service that has just been started. Every
 * answer is the one that the page shows, but for what differs each time: ids, keys, hashes, and when something was
 * recorded. Where the page marks an answer as {@code part}, what is shown is somewhere in the answer, in the same
 * order.
 */
final class ShellTour {
    private static final Pattern BLOCK =
            Pattern.compile("```sh\n(.*?)```\n(?:\n```(json part|json|text)\n(.*?)```\n)?", Pattern.DOTALL);
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SECRET = Pattern.compile("clk_[A-Za-z0-9_-]{43}");
    private static final Pattern RECORDED_AT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,6}Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Block(String commands, String language, String answer) {}

    private final List<Block> blocks = new ArrayList<>();
    private final Pattern chosenIds;

    /**
     * @param page the text with the blocks
     * @param chosenIds ids that the page's commands choose themselves; all others are given by the service
     */
    ShellTour(String page, Pattern chosenIds) {
        this.chosenIds = chosenIds;
        Matcher found = BLOCK.matcher(page);
        while (found.find()) {
            blocks.add(new Block(
                    found.group(1),
                    found.group(2) == null ? "" : found.group(2),
                    found.group(3) == null ? "" : found.group(3)));
        }
    }

    /** @param folder an empty one, in which the shell runs and the service keeps its data */
    void holdsAgainstAFreshService(Path folder) throws IOException, InterruptedException {
        assumeThat(Stream.of("bash", "curl").allMatch(ShellTour::isInstalled))
                .as("the tour is for bash and curl")
                .isTrue();
        assertThat(blocks).hasSizeGreaterThan(10);
        try (var service = FreshService.start(folder.resolve("data"))) {
            paste("localhost:" + service.uri().getPort(), folder);
        }
        for (int i = 0; i < blocks.size(); i++) {
            compare(blocks.get(i), Files.readString(out(i, folder)).replace("\r\n", "\n"));
        }
    }

    private void compare(Block block, String answer) {
        switch (block.language()) {
            case "json" -> assertThat(documents(answer)).as(block.commands()).isEqualTo(documents(block.answer()));
            case "json part" -> {
                List<JsonNode> shown = documents(block.answer());
                assertThat(shown).as(block.commands()).isNotEmpty();
                assertThat(documents(answer))
                        .as(block.commands())
                        .matches(answers -> areIn(shown, answers), "has what is shown: " + shown);
            }
            default ->
                assertThat(answer.strip())
                        .as(block.commands())
                        .isEqualTo(block.answer().strip());
        }
    }

    /** In one shell, because later blocks use what earlier ones have set. */
    private void paste(String address, Path folder) throws IOException, InterruptedException {
        var script = new StringBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            script.append("{\n%s} > '%s' 2>&1\n"
                    .formatted(blocks.get(i).commands().replace("localhost:8080", address), out(i, folder)));
        }
        Path output = folder.resolve("shell.txt");
        Process shell = new ProcessBuilder("bash", "-c", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(shell.exitValue()).as(Files.readString(output)).isZero();
    }

    private static Path out(int block, Path folder) {
        return folder.resolve("answer-" + block + ".txt");
    }

    /** The JSON documents of a text, one after the other, with what differs each time blotted out. */
    private List<JsonNode> documents(String text) {
        String stable =
                RECORDED_AT.matcher(SECRET.matcher(text).replaceAll("a secret")).replaceAll("an instant");
        try (var documents = JSON.readerFor(JsonNode.class).<JsonNode>readValues(stable)) {
            return documents.readAll().stream().map(this::withoutGivenIds).toList();
        }
    }

    private JsonNode withoutGivenIds(JsonNode document) {
        return JSON.readTree(UUID.matcher(document.toString())
                .replaceAll(id -> chosenIds.matcher(id.group()).matches() ? id.group() : "an id"));
    }

    private static boolean isIn(JsonNode shown, JsonNode answer) {
        if (shown.isObject() && answer.isObject()) {
            return shown.properties().stream()
                    .allMatch(property -> answer.has(property.getKey())
                            && isIn(property.getValue(), answer.required(property.getKey())));
        }
        if (shown.isArray() && answer.isArray() && !shown.isEmpty()) {
            return areIn(shown, answer);
        }
        return shown.equals(answer);
    }

    private static boolean areIn(Iterable<? extends JsonNode> shown, Iterable<? extends JsonNode> answers) {
        Iterator<? extends JsonNode> left = answers.iterator();
        for (JsonNode one : shown) {
            boolean found = false;
            while (!found && left.hasNext()) {
                found = isIn(one, left.next());
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
