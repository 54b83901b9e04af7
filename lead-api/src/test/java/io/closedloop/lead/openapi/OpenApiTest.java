package io.closedloop.lead.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.RunningService;
import io.closedloop.lead.openapi.Described.Operation;
import io.closedloop.lead.reporting.reports.AllReports;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

class OpenApiTest extends RunningService {
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @Test
    void isOpenApi31AndNeedsNoKey() {
        JsonNode api = api();

        assertThat(api.required("openapi").asString()).isEqualTo("3.1.0");
        assertThat(api.at("/components/securitySchemes/key/scheme").asString()).isEqualTo("bearer");
        assertThat(api.at("/security/0").has("key")).isTrue();
    }

    @Test
    void describesEveryPathOfTheService() {
        Set<String> served = mappings.getHandlerMethods().entrySet().stream()
                .filter(mapping -> mapping.getValue().getBeanType().getName().startsWith("io.closedloop."))
                .filter(mapping -> !isHidden(mapping.getValue()))
                .flatMap(mapping -> mapping.getKey().getMethodsCondition().getMethods().stream()
                        .flatMap(method ->
                                mapping.getKey().getPatternValues().stream().map(path -> method.name() + " " + path)))
                .flatMap(OpenApiTest::ofEveryReport)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(operations(api()).map(Operation::toString)).containsExactlyInAnyOrderElementsOf(served);
    }

    /** Reports are described one by one, though the same endpoint answers them. */
    private static Stream<String> ofEveryReport(String endpoint) {
        return endpoint.contains("{report}")
                ? AllReports.names().stream().map(report -> endpoint.replace("{report}", report))
                : Stream.of(endpoint);
    }

    /** What only ever refuses. */
    private static boolean isHidden(HandlerMethod endpoint) {
        return endpoint.hasMethodAnnotation(Hidden.class)
                || endpoint.getBeanType().isAnnotationPresent(Hidden.class);
    }

    @Test
    void everyRequestAndEveryProblemHasAnExample() {
        var without = new ArrayList<String>();
        operations(api()).forEach(operation -> {
            operation.description().at("/requestBody/content").properties().stream()
                    .filter(body -> !hasExample(body.getValue()))
                    .forEach(body -> without.add(operation + " takes " + body.getKey()));
            operation.description().required("responses").properties().stream()
                    .filter(answer -> answer.getKey().compareTo("400") >= 0)
                    .filter(answer -> !hasExample(answer.getValue().at("/content/application~1problem+json")))
                    .forEach(answer -> without.add(operation + " answers " + answer.getKey()));
        });

        assertThat(without).isEmpty();
    }

    @Test
    void everyProblemOfTheContractIsShownSomewhereWithItsOwnStatus() {
        var shown = new HashSet<String>();
        operations(api())
                .forEach(operation -> operation
                        .description()
                        .required("responses")
                        .properties()
                        .forEach(answer -> answer.getValue()
                                .at("/content/application~1problem+json/examples")
                                .properties()
                                .forEach(example -> {
                                    assertThat(example.getValue()
                                                    .at("/value/status")
                                                    .asString())
                                            .as("%s %s", operation, example.getKey())
                                            .isEqualTo(answer.getKey());
                                    shown.add(example.getKey());
                                })));

        // The method is the one thing that a described operation never gets wrong.
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemCode.values())
                        .filter(code -> code != ProblemCode.METHOD_NOT_ALLOWED)
                        .map(ProblemCode::code)
                        .toList());
    }

    @Test
    void everyOperationHasANameASummaryAndAnAnswerWithASchema() {
        var names = new HashSet<String>();
        operations(api()).forEach(operation -> {
            assertThat(names.add(operation.description().required("operationId").asString()))
                    .as("%s has a name of its own", operation)
                    .isTrue();
            assertThat(operation.description().required("summary").asString()).isNotBlank();
            operation.description().required("responses").properties().stream()
                    .filter(answer ->
                            answer.getKey().startsWith("2") && !answer.getKey().equals("204"))
                    .forEach(answer -> assertThat(
                                    answer.getValue().required("content").values())
                            .as("%s answers %s", operation, answer.getKey())
                            .isNotEmpty()
                            .allMatch(content -> content.has("schema")));
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        JsonNode api = api();

        assertThat(api.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(api.at(reference.substring(1)).isObject())
                                .as(reference)
                                .isTrue());
    }

    @Test
    void whatMayBeNullSaysSoInItsTypeAndNothingElseIsNullable() {
        JsonNode api = api();

        assertThat(api.findValues("nullable")).isEmpty();
        assertThat(api.at("/components/schemas/Lead/properties/owner/type")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("string", "null");
        assertThat(api.at("/components/schemas/Lead/properties/version/type").asString())
                .isEqualTo("integer");
        assertThat(api.at("/components/schemas/Lead/required").valueStream().map(JsonNode::asString))
                .contains("leadId", "version", "stage");
    }

    private JsonNode api() {
        return nobody().get("/v3/api-docs").json();
    }

    private static Stream<Operation> operations(JsonNode api) {
        return new Described(api).operations().stream();
    }

    private static boolean hasExample(JsonNode content) {
        return content.has("example") || !content.path("examples").isEmpty();
    }
}
