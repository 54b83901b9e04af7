package io.closedloop.lead.eventjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.sealing.SubjectKey;
import io.closedloop.lead.sealing.SubjectKeyFixture;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON of every type and revision of event, as it was first written. A file here is never changed: somebody's log
 * is full of it. An event that changes gets a new revision and a new file, and the old file must still be read.
 */
class GoldenEventsTest {
    private final EventJson json = new EventJson();
    private final ObjectMapper mapper = EventMapper.create();

    static Stream<Arguments> events() {
        return Stream.concat(
                EventJsonTest.everyFilledEvent().map(event -> Arguments.of(event, "")),
                SampleEvents.bareLeadEvents().stream().map(event -> Arguments.of(event, "-bare")));
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsWrittenByteByByteAsItAlwaysWas(Object event, String variant) throws IOException {
        String name = nameOf(event, variant);
        String inClear = json.inClear(event);

        assertThat(pretty(inClear)).as(name).isEqualTo(golden(name, pretty(inClear)));
        assertThat(mapper.writeValueAsString(mapper.readTree(inClear)))
                .as("it is stored without line breaks or other space")
                .isEqualTo(inClear);
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatWasAlwaysWrittenIsReadAsTheEvent(Object event, String variant) throws IOException {
        String name = nameOf(event, variant);

        Object read = mapper.readValue(golden(name, ""), event.getClass());

        assertThat(read).isEqualTo(event);
        assertThat(json.inClear(read))
                .as("what does not make a difference is there, too")
                .isEqualTo(json.inClear(event));
    }

    /** Every golden file, but for those of the revision that is written now. */
    static Stream<String> former() throws IOException {
        Set<String> present = events().map(it -> nameOf(it.get()[0], String.valueOf(it.get()[1])))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "golden"))) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !present.contains(name))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("former")
    void whatAFormerRevisionSaidIsReadAsThePresentOne(String name) throws IOException {
        String[] typeAndRevision = name.replace(".json", "").split("-");

        Object read = readSealed(typeAndRevision[0], typeAndRevision[1], golden(name, ""));
        Object expected = Objects.requireNonNull(SampleEvents.former().get(name.replace(".json", "")));
        assertThat(read).isEqualTo(expected);
        assertThat(json.inClear(read))
                .as("what does not make a difference is there, too")
                .isEqualTo(json.inClear(expected));
    }

    @Test
    void everyFormerRevisionHasItsGoldenFile() throws IOException {
        assertThat(former().map(name -> name.replace(".json", "")))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.former().keySet());
        assertThat(former())
                .containsAll(EventJsonTest.everyFilledEvent()
                        .flatMap(event -> IntStream.range(
                                        1, Revisions.of(event.getClass()).present())
                                .mapToObj(number -> nameOf(event, String.valueOf(number), "")))
                        .toList());
    }

    /** As the log has it, and so through everything that a stored event goes through. */
    private Object readSealed(String type, String revision, String inClear) throws IOException {
        var open = (ObjectNode) mapper.readTree(inClear);
        ObjectNode personal = mapper.createObjectNode();
        Revisions revisions = Revisions.of(Objects.requireNonNull(json.recordOf(type)));
        revisions.personal(revisions.numberOf(revision)).stream()
                .filter(open::has)
                .forEach(name -> personal.set(name, open.remove(name)));
        SubjectKey key = SubjectKeyFixture.key(7);
        String stream =
                open.path("suppressionId").asText(open.required("leadId").asText());
        if (!personal.isEmpty()) {
            byte[] text = mapper.writeValueAsBytes(personal);
            open.put("sealed", Base64.getEncoder().encodeToString(key.seal(text, "%s e %s".formatted(stream, type))));
        }
        return json.read(stream, "e", type, revision, mapper.writeValueAsString(open), _ -> key);
    }

    private static String nameOf(Object event, String variant) {
        return nameOf(event, new EventJson().revisionOf(event), variant);
    }

    private static String nameOf(Object event, String revision, String variant) {
        return "%s-%s%s.json".formatted(event.getClass().getSimpleName(), revision, variant);
    }

    @Test
    void whatWasSealedOnceOpensForEver() throws IOException {
        var registered = (LeadRegistered) SampleEvents.filledLeadEvents().getFirst();
        SubjectKeyLookup keys = _ -> SubjectKeyFixture.key(7);
        String eventId = "0195f5a0-0000-7000-8000-0000000000ff";

        String payload = golden("sealed/LeadRegistered-1.json", json.write(registered, eventId, keys))
                .strip();

        assertThat(json.read(registered.leadId().toString(), eventId, "LeadRegistered", "1", payload, keys))
                .isEqualTo(registered);
    }

    private String pretty(String text) throws IOException {
        return indented(mapper.readTree(text), "") + "\n";
    }

    /** Written out here, so that no new version of a library changes the files. */
    private String indented(JsonNode node, String indent) throws IOException {
        String inner = indent + "  ";
        if (node.isEmpty()) {
            return mapper.writeValueAsString(node);
        }
        var members = new ArrayList<String>();
        for (var member : node.properties()) {
            members.add(inner + "\"" + member.getKey() + "\": " + indented(member.getValue(), inner));
        }
        if (node.isArray()) {
            for (var element : node) {
                members.add(inner + indented(element, inner));
            }
        }
        return (node.isArray() ? "[\n" : "{\n") + String.join(",\n", members) + "\n" + indent
                + (node.isArray() ? "]" : "}");
    }

    /** The golden file; where there is none, what it would be is put under {@code target/golden} for review. */
    private static String golden(String name, String fresh) throws IOException {
        try (InputStream file = GoldenEventsTest.class.getResourceAsStream("/golden/" + name)) {
            if (file != null) {
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        Path proposal = Path.of("target", "golden", name);
        Files.createDirectories(proposal.getParent());
        Files.writeString(proposal, fresh.endsWith("\n") ? fresh : fresh + "\n");
        return fail("there is no golden file for this type and revision; look through " + proposal
                + " and copy it to src/test/resources/golden");
    }
}
