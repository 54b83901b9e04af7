package io.closedloop.lead.eventjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.sealing.SubjectKeyFixture;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        String name = "%s-%s%s.json".formatted(json.typeOf(event), json.revisionOf(event), variant);
        String inClear = json.inClear(event);

        assertThat(pretty(inClear)).as(name).isEqualTo(golden(name, pretty(inClear)));
        assertThat(mapper.writeValueAsString(mapper.readTree(inClear)))
                .as("it is stored without line breaks or other space")
                .isEqualTo(inClear);
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatWasAlwaysWrittenIsReadAsTheEvent(Object event, String variant) throws IOException {
        String name = "%s-%s%s.json".formatted(json.typeOf(event), json.revisionOf(event), variant);

        assertThat((Object) mapper.readValue(golden(name, ""), event.getClass()))
                .isEqualTo(event);
    }

    @Test
    void whatWasSealedOnceOpensForEver() throws IOException {
        var registered =
                (LeadEvent.LeadRegistered) SampleEvents.filledLeadEvents().getFirst();
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
