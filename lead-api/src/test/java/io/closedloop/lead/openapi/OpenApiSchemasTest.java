package io.closedloop.lead.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.RunningService;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.StageName;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.openapi.Described.Field;
import io.closedloop.lead.openapi.Described.Operation;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.SourcedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the description says of the values that are sent and answered, which is what clients are generated from. */
class OpenApiSchemasTest extends RunningService {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final Set<String> BOUNDS = Set.of("maxLength", "enum", "pattern", "format");

    private JsonNode api = JSON.createObjectNode();
    private List<Operation> operations = List.of();

    @BeforeEach
    void readTheDescription() {
        api = nobody().get("/v3/api-docs").json();
        operations = new Described(api).operations();
    }

    @Test
    void everyTypeOfEventHasASchemaOfWhatItsGoldenFilesHold() throws IOException {
        TreeMap<String, List<Path>> golden = presentGoldenFiles();

        assertThat(golden.keySet()).containsExactlyInAnyOrderElementsOf(EventJson.types());
        for (String type : golden.keySet()) {
            var held = new TreeSet<String>();
            for (Path file : golden.get(type)) {
                JsonNode data = JSON.readTree(Files.readString(file));
                held.addAll(data.propertyNames());
                assertThat(SchemaCheck.problems(api, type + "Data", data))
                        .as(file.toString())
                        .isEmpty();
            }
            assertThat(schema(type + "Data").required("properties").propertyNames())
                    .as(type)
                    .containsExactlyInAnyOrderElementsOf(held);
        }
    }

    /** By type, those of the revision that is written now. */
    private static TreeMap<String, List<Path>> presentGoldenFiles() throws IOException {
        var byRevision = new TreeMap<String, TreeMap<Integer, List<Path>>>();
        try (Stream<Path> files = Files.list(GOLDEN)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                String[] parts =
                        file.getFileName().toString().replace(".json", "").split("-");
                byRevision
                        .computeIfAbsent(parts[0], _ -> new TreeMap<>())
                        .computeIfAbsent(Integer.valueOf(parts[1]), _ -> new ArrayList<>())
                        .add(file);
            });
        }
        var present = new TreeMap<String, List<Path>>();
        byRevision.forEach(
                (type, revisions) -> present.put(type, revisions.lastEntry().getValue()));
        return present;
    }

    @Test
    void anEventAndAnItemOfAHistoryAreChosenByTheirType() {
        var json = new EventJson();
        List<String> ofLeads = EventJson.types().stream()
                .filter(type -> LeadEvent.class.isAssignableFrom(Objects.requireNonNull(json.recordOf(type))))
                .toList();

        areChosenByTheirType("CloudEvent", "Event", List.copyOf(EventJson.types()));
        areChosenByTheirType("HistoryItem", "HistoryItem", ofLeads);
    }

    private void areChosenByTheirType(String name, String suffix, List<String> types) {
        JsonNode either = schema(name);
        assertThat(either.at("/discriminator/propertyName").asString()).isEqualTo("type");
        assertThat(either.at("/discriminator/mapping").propertyNames()).containsExactlyInAnyOrderElementsOf(types);
        assertThat(either.required("oneOf")).hasSize(types.size());
        for (String type : types) {
            JsonNode variant = schema(type + suffix);
            assertThat(either.at("/discriminator/mapping").required(type).asString())
                    .isEqualTo("#/components/schemas/" + type + suffix);
            assertThat(variant.at("/properties/type/enum")).hasSize(1);
            assertThat(variant.at("/properties/type/enum/0").asString()).isEqualTo(type);
            assertThat(variant.at("/properties/data/$ref").asString())
                    .isEqualTo("#/components/schemas/" + type + "Data");
        }
    }

    @Test
    void whatIsAnsweredOfEventsIsWhatIsDescribed() {
        Caller caller = as(Role.MARKETING, Role.SALES, Role.AUDITOR);
        UUID lead = UUID.randomUUID();
        assertThat(caller.post("/v1/leads", """
                        {"leadId": "%s", "contact": {"email": "%s@example.com"}, "attributes": {"seats": 12.5, "trial": true}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(lead, lead)).status()).isEqualTo(201);
        assertThat(caller.post("/v1/leads/%s/disqualify".formatted(lead), "{\"reason\": \"POOR_FIT\"}")
                        .status())
                .isEqualTo(200);

        assertThat(SchemaCheck.problems(
                        api,
                        "History",
                        caller.get("/v1/leads/%s/history".formatted(lead)).json()))
                .isEmpty();
        assertThat(SchemaCheck.problems(
                        api,
                        "EventPage",
                        caller.get("/v1/events?subject=" + lead).json()))
                .isEmpty();
    }

    @Test
    void noDataIsAText() {
        var texts = new ArrayList<String>();
        everySchema((at, schema) -> {
            JsonNode data = schema.path("properties").path("data");
            if (SchemaCheck.types(data).contains("string")) {
                texts.add(at);
            }
        });

        assertThat(texts).isEmpty();
    }

    @Test
    void jsonStandsFirstInEveryAnswerThatMayBeJson() {
        for (Operation operation : operations) {
            operation.description().required("responses").properties().forEach(answer -> {
                List<String> types =
                        List.copyOf(answer.getValue().path("content").propertyNames());
                if (types.contains("application/json")) {
                    assertThat(types).as("%s %s", operation, answer.getKey()).startsWith("application/json");
                }
            });
        }
    }

    @Test
    void tablesAreTextsOrBytesAndABatchIsAnArray() {
        var seen = new HashSet<String>();
        for (Operation operation : operations) {
            operation.description().at("/responses/200/content").properties().forEach(content -> {
                JsonNode schema = content.getValue().required("schema");
                seen.add(content.getKey());
                switch (content.getKey()) {
                    case "application/vnd.apache.parquet" -> assertThat(schema).isEqualTo(JSON.readTree("""
                                {"type": "string", "format": "binary"}"""));
                    case "text/csv" -> assertThat(schema).isEqualTo(JSON.readTree("""
                            {"type": "string"}"""));
                    case "application/cloudevents-batch+json" -> {
                        assertThat(schema.required("type").asString()).isEqualTo("array");
                        assertThat(schema.at("/items/$ref").asString()).isEqualTo("#/components/schemas/CloudEvent");
                    }
                    default -> assertThat(schema.has("oneOf")).isFalse();
                }
            });
        }

        assertThat(seen).contains("application/vnd.apache.parquet", "text/csv", "application/cloudevents-batch+json");
    }

    @Test
    void everythingIsDescribedInWords() {
        var without = new ArrayList<String>();
        Set<String> tags = api.required("tags")
                .valueStream()
                .filter(tag -> !tag.path("description").asString("").isBlank())
                .map(tag -> tag.required("name").asString())
                .collect(Collectors.toSet());
        for (Operation operation : operations) {
            JsonNode described = operation.description();
            if (described.path("summary").asString("").isBlank()
                    || described.path("description").asString("").isBlank()) {
                without.add(operation.toString());
            }
            assertThat(described.required("tags").valueStream().map(JsonNode::asString))
                    .as(operation.toString())
                    .isNotEmpty()
                    .isSubsetOf(tags);
            described
                    .path("parameters")
                    .valueStream()
                    .filter(parameter ->
                            parameter.path("description").asString("").isBlank())
                    .forEach(parameter -> without.add(
                            operation + " " + parameter.required("name").asString()));
        }
        api.at("/components/schemas").properties().stream()
                .filter(schema ->
                        schema.getValue().path("description").asString("").isBlank())
                .forEach(schema -> without.add(schema.getKey()));

        assertThat(without).isEmpty();
        assertThat(api.at("/info").has("contact")).isTrue();
        assertThat(api.at("/info/license/name").asString()).isEqualTo("Apache-2.0");
        assertThat(api.required("servers")).isNotEmpty();
    }

    @Test
    void everythingThatIsSentHasABound() {
        var without = new ArrayList<String>();
        for (Operation operation : operations) {
            for (JsonNode parameter : operation.description().path("parameters")) {
                unbounded(
                        operation + " " + parameter.required("name").asString(),
                        parameter.required("schema"),
                        new HashSet<>(),
                        without);
            }
            operation.description().at("/requestBody/content").properties().stream()
                    .filter(body -> body.getKey().equals("application/json"))
                    .forEach(body -> unbounded(
                            operation.toString(), body.getValue().required("schema"), new HashSet<>(), without));
        }
        unbounded("a line", schema("CommandLine"), new HashSet<>(), without);

        assertThat(without).isEmpty();
    }

    private void unbounded(String at, JsonNode schema, Set<String> seen, List<String> without) {
        if (schema.has("$ref")) {
            if (seen.add(schema.required("$ref").asString())) {
                unbounded(at, SchemaCheck.resolved(api, schema), seen, without);
            }
            return;
        }
        Set<String> types = SchemaCheck.types(schema);
        if (types.contains("string") && BOUNDS.stream().noneMatch(schema::has)) {
            without.add(at);
        }
        if (types.contains("integer") && !schema.has("minimum")) {
            without.add(at);
        }
        if (types.contains("array") && !schema.has("maxItems")) {
            without.add(at);
        }
        if (types.contains("object") && !schema.has("properties") && !schema.has("maxProperties")) {
            without.add(at);
        }
        schema.path("properties")
                .properties()
                .forEach(property -> unbounded(at + "/" + property.getKey(), property.getValue(), seen, without));
        Stream.of("anyOf", "oneOf")
                .flatMap(name -> schema.path(name).valueStream())
                .forEach(alternative -> unbounded(at, alternative, seen, without));
        if (schema.has("items")) {
            unbounded(at + "/*", schema.required("items"), seen, without);
        }
    }

    /** Of every command and every text in it: one character more than the description says is refused. */
    @Test
    void whatIsLongerThanDescribedIsRefusedAndWhatIsAsLongIsNot() {
        Caller everybody = as(Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION);
        var described = new Described(api);
        int tried = 0;
        for (Operation operation : operations) {
            if (!operation.takes("query", "dryRun")) {
                continue;
            }
            for (Field field : described.fields(operation)) {
                JsonNode longest = field.schema().path("maxLength");
                if (longest.isMissingNode()) {
                    continue;
                }
                tried++;
                String pointer = "/" + String.join("/", field.steps());
                assertThat(refusedAt(everybody, operation, field, longest.asInt() + 1))
                        .as("%s %s of %d characters", operation, pointer, longest.asInt() + 1)
                        .anyMatch(it -> it.equals(pointer) || pointer.startsWith(it + "/"));
                // A reason must be one of the playbook's besides, and an address an address.
                if (!field.schema().has("x-extensible-enum") && !pointer.endsWith("/email")) {
                    assertThat(refusedAt(everybody, operation, field, longest.asInt()))
                            .as("%s %s of %d characters", operation, pointer, longest.asInt())
                            .noneMatch(it -> it.equals(pointer));
                }
            }
        }

        assertThat(tried).isGreaterThan(40);
    }

    private static List<String> refusedAt(Caller caller, Operation operation, Field field, int characters) {
        var body = (ObjectNode) operation.body().required("example").deepCopy();
        ObjectNode at = body;
        for (String step : field.steps().subList(0, field.steps().size() - 1)) {
            at = at.get(step) instanceof ObjectNode inner ? inner : at.putObject(step);
        }
        at.put(field.steps().getLast(), "x".repeat(characters));
        Caller.Answer answer = caller.post(
                operation.path().replaceAll("\\{[A-Za-z]+}", UUID.randomUUID().toString()) + "?dryRun=true",
                body.toString());
        assertThat(answer.status()).as(operation.toString()).isBetween(200, 499);
        return answer.json()
                .path("errors")
                .valueStream()
                .map(error -> error.required("pointer").asString())
                .toList();
    }

    @Test
    void whatHasAClosedListNamesItAndReasonsAreKnownButNotClosed() {
        assertThat(values("Source", "channel")).containsExactlyElementsOf(names(Channel.values()));
        assertThat(values("Source", "sourcedBy")).containsExactlyElementsOf(names(SourcedBy.values()));
        assertThat(values("RecordTouch", "type")).containsExactlyElementsOf(names(TouchType.values()));
        assertThat(values("RecordTouch", "by")).containsExactlyElementsOf(names(TouchedBy.values()));
        assertThat(values("Lead", "stage")).containsExactlyElementsOf(names(StageName.values()));
        assertThat(values("Problem", "code"))
                .containsExactlyElementsOf(
                        Stream.of(ProblemCode.values()).map(ProblemCode::code).toList());
        JsonNode reason = schema("CloseLost").at("/properties/reason");
        assertThat(reason.has("enum")).isFalse();
        assertThat(reason.required("x-extensible-enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(Playbook.BUILT_IN.codes(ReasonClass.LOSS));
    }

    @Test
    void everyReportAndListTakesAttributesAndKeysAsClientsCanSendThem() {
        List<Operation> filtered = operations.stream()
                .filter(operation -> operation.toString().equals("GET /v1/leads")
                        || operation.path().startsWith("/v1/reports/"))
                .toList();

        assertThat(filtered).hasSize(19).allMatch(operation -> operation.takes("query", "attr"));
        assertThat(filtered.stream().filter(operation -> operation.path().matches(".*/(leads|explain)")))
                .filteredOn(operation -> operation.path().startsWith("/v1/reports/"))
                .hasSize(12)
                .allMatch(operation -> operation.takes("query", "key") && operation.takes("query", "keyNull"));
    }

    @Test
    void rowsOfReportsHaveKeysOfAnyGroups() {
        List<JsonNode> rows = api.at("/components/schemas").properties().stream()
                .filter(schema -> schema.getKey().endsWith("Row"))
                .map(schema -> schema.getValue().at("/properties/key"))
                .toList();

        assertThat(rows)
                .hasSize(6)
                .allMatch(key -> key.required("additionalProperties").has("description"));
    }

    @Test
    void linesAndFramesAreDescribedByTheSchemasOfTheirItems() {
        JsonNode sent = api.at("/paths/~1v1~1commands/post/requestBody/content/application~1x-ndjson");
        JsonNode answered = api.at("/paths/~1v1~1commands/post/responses/200/content/application~1x-ndjson");

        assertThat(sent.at("/x-item-schema/$ref").asString()).isEqualTo("#/components/schemas/CommandLine");
        assertThat(answered.at("/x-item-schema/$ref").asString()).isEqualTo("#/components/schemas/CommandLineAnswer");
        sent.required("example")
                .asString()
                .lines()
                .forEach(line -> assertThat(SchemaCheck.problems(api, "CommandLine", JSON.readTree(line)))
                        .as(line)
                        .isEmpty());
        answered.required("example")
                .asString()
                .lines()
                .forEach(line -> assertThat(SchemaCheck.problems(api, "CommandLineAnswer", JSON.readTree(line)))
                        .as(line)
                        .isEmpty());
        assertThat(api.at("/paths/~1v1~1events/get/responses/200/content/text~1event-stream/x-item-schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/EventFrame");
        assertThat(api.at("/components/schemas/EventFrame/properties/data/$ref").asString())
                .isEqualTo("#/components/schemas/CloudEvent");
        assertThat(api.at(
                                "/paths/~1v1~1admin~1projections~1{name}~1rebuild/get/responses/200/content/text~1event-stream/x-item-schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/RebuildFrame");
    }

    @Test
    void isTheSameWhateverLanguageIsAskedFor() {
        assertThat(nobody().get("/v3/api-docs", "Accept-Language", "de").json()).isEqualTo(api);
    }

    private List<String> values(String schema, String property) {
        return schema(schema)
                .at("/properties/" + property + "/enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> names(Enum<?>... values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    private JsonNode schema(String name) {
        return SchemaCheck.named(api, name);
    }

    private void everySchema(BiConsumer<String, JsonNode> visitor) {
        api.at("/components/schemas")
                .properties()
                .forEach(schema -> visitor.accept(schema.getKey(), schema.getValue()));
    }
}
