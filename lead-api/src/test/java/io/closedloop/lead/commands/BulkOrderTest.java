package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.CloseLost;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.RecycleLead;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.ReopenLead;
import io.closedloop.lead.lifecycle.UpdateContact;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines that have to do with each other are carried out in their order, whatever goes on beside them. */
class BulkOrderTest extends CommandCalls {
    private static final int LEADS = 8;
    private static final int PEOPLE = 4;

    /** The same story for a cast of its own: leads, addresses, numbers and references that nobody else has. */
    private record Cast(List<String> leads, List<String> emails, List<String> phones, List<String> refs) {
        static Cast create(Random random) {
            String run = newId();
            long first = 5_511_900_000_000L + random.nextInt(90_000_000);
            return new Cast(
                    IntStream.range(0, LEADS).mapToObj(_ -> newId()).toList(),
                    IntStream.range(0, PEOPLE)
                            .mapToObj(i -> i + run + "@example.com")
                            .toList(),
                    IntStream.range(0, PEOPLE).mapToObj(i -> "+" + (first + i)).toList(),
                    IntStream.range(0, PEOPLE).mapToObj(i -> i + run).toList());
        }

        String nameless(String text) {
            String told = text;
            for (int i = 0; i < LEADS; i++) {
                told = told.replace(leads.get(i), "lead-" + i);
            }
            return told;
        }
    }

    /** Needs the same random numbers for the same story. */
    private static List<String> story(Cast cast, long seed, int lines) {
        var random = new Random(seed);
        var story = new ArrayList<String>();
        // Whatever comes by chance, these come: a lead, a touch of it, and a lead too many.
        String first = cast.emails().getFirst();
        for (String instead : List.of("", ", \"onDuplicate\": \"TOUCH\"", "")) {
            story.add("{\"command\": \"RegisterLead\", \"leadId\": \"%s\", \"contact\": {\"email\": \"%s\"}, %s%s}"
                    .formatted(cast.leads().get(story.size()), first, source(), instead));
        }
        for (int i = 0; i < lines; i++) {
            String lead = cast.leads().get(random.nextInt(LEADS));
            String email = cast.emails().get(random.nextInt(PEOPLE));
            String phone = cast.phones().get(random.nextInt(PEOPLE));
            String ref = "\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}"
                    .formatted(cast.refs().get(random.nextInt(PEOPLE)));
            boolean byRef = random.nextInt(3) == 0;
            int choice = random.nextInt(100);
            String command = choice < 30
                    ? registration(random, lead, email, phone, ref)
                    : byRef
                            ? line(kind(choice), lead, body(kind(choice), i, email, phone, random))
                                    .replace("\"leadId\": \"" + lead + "\"", ref)
                            : line(kind(choice), lead, body(kind(choice), i, email, phone, random));
            story.add(command);
        }
        return story;
    }

    private static String registration(Random random, String lead, String email, String phone, String ref) {
        String contact = switch (random.nextInt(4)) {
            case 0 -> "\"contact\": {\"phone\": \"%s\"}".formatted(phone);
            case 1 -> "\"contact\": {\"phone\": \"%s\", \"email\": \"%s\"}".formatted(phone, email);
            case 2 -> ref;
            default -> "\"contact\": {\"email\": \"%s\"}, %s".formatted(email.toUpperCase(java.util.Locale.ROOT), ref);
        };
        String onDuplicate = random.nextBoolean() ? ", \"onDuplicate\": \"TOUCH\"" : "";
        return "{\"command\": \"RegisterLead\", \"leadId\": \"%s\", %s, %s%s}"
                .formatted(lead, contact, source(), onDuplicate);
    }

    private static CommandKind kind(int choice) {
        return choice < 38
                ? RecordTouch.KIND
                : choice < 52
                        ? QualifyMarketing.KIND
                        : choice < 64
                                ? QualifySales.KIND
                                : choice < 76
                                        ? CloseLost.KIND
                                        : choice < 80
                                                ? RecycleLead.KIND
                                                : choice < 84
                                                        ? ReopenLead.KIND
                                                        : choice < 87 ? DisqualifyLead.KIND : UpdateContact.KIND;
    }

    private static String body(CommandKind kind, int line, String email, String phone, Random random) {
        return switch (kind.commandName()) {
            case "RecordTouch" -> "{\"type\": \"CALL\", \"by\": \"SALES\", \"touchId\": \"%d\"}".formatted(line);
            case "QualifySales" -> "{\"rep\": \"rep-1\"}";
            case "CloseLost" -> "{\"reason\": \"PRICE\"}";
            case "RecycleLead" -> "{\"reason\": \"TIMING\"}";
            case "ReopenLead" -> "{\"justification\": \"j\"}";
            case "DisqualifyLead" -> "{\"reason\": \"POOR_FIT\"}";
            case "UpdateContact" ->
                switch (random.nextInt(4)) {
                    case 0 -> "{\"contact\": {\"email\": null}}";
                    case 1 -> "{\"contact\": {\"phone\": \"%s\"}}".formatted(phone);
                    case 2 -> "{\"contact\": {\"name\": \"%d\"}}".formatted(line);
                    default -> "{\"contact\": {\"email\": \"%s\"}}".formatted(email);
                };
            default -> "{}";
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aBulkRequestComesToWhatItsLinesOneByOneComeTo(int round, TestInfo info) {
        long seed = System.nanoTime() + round;
        var both = new Random(seed);
        Cast inBulk = Cast.create(both);
        Cast oneByOne = Cast.create(both);
        Caller caller = everybody();

        List<JsonNode> together = bulk(caller, story(inBulk, seed, 160).toArray(String[]::new));
        List<JsonNode> apart = story(oneByOne, seed, 160).stream()
                .map(line -> bulk(caller, line).getFirst())
                .toList();

        for (int i = 0; i < together.size(); i++) {
            assertThat(outcome(together.get(i), inBulk))
                    .as("%s, seed %d, line %d", info.getDisplayName(), seed, i + 1)
                    .isEqualTo(outcome(apart.get(i), oneByOne));
        }
        assertThat(together).anyMatch(answer -> answer.toString().contains("duplicate-lead"));
        assertThat(together)
                .anyMatch(answer -> answer.required("status").asInt() == 200
                        && answer.toString().contains("TouchRecorded"));
    }

    /** The answer without what is different for every run. */
    private static String outcome(JsonNode answer, Cast cast) {
        var copy = (ObjectNode) answer.deepCopy();
        copy.remove(List.of("line", "position"));
        if (copy.get("problem") instanceof ObjectNode problem) {
            problem.remove("suppressionId");
        }
        return cast.nameless(copy.toString());
    }

    @Test
    void whoClosesALeadAndRegistersThePersonAgainMeansItInThatOrder() {
        var lines = new ArrayList<String>();
        int people = 30;
        for (int i = 0; i < people; i++) {
            String email = newEmail();
            String first = newId();
            lines.add(line(RegisterLead.KIND, first, registration(first, email)));
            lines.add(line(QualifyMarketing.KIND, first, "{}"));
            lines.add(line(QualifySales.KIND, first, "{\"rep\": \"a\"}"));
            lines.add(line(CloseLost.KIND, first, "{\"reason\": \"PRICE\"}"));
            String second = newId();
            lines.add(line(RegisterLead.KIND, second, registration(second, email)));
        }

        List<JsonNode> answers = bulk(everybody(), lines.toArray(String[]::new));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.required("status").asInt())
                        .as(answer.toString())
                        .isBetween(200, 201));
    }
}
