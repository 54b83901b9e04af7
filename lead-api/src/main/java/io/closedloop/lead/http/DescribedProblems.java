package io.closedloop.lead.http;

import static io.closedloop.lead.http.ProblemCode.BODY_TOO_SLOW;
import static io.closedloop.lead.http.ProblemCode.COMMAND_NOT_ALLOWED;
import static io.closedloop.lead.http.ProblemCode.CONCURRENT_CHANGE;
import static io.closedloop.lead.http.ProblemCode.CONTACT_SUPPRESSED;
import static io.closedloop.lead.http.ProblemCode.DUPLICATE_LEAD;
import static io.closedloop.lead.http.ProblemCode.EVENT_UNKNOWN;
import static io.closedloop.lead.http.ProblemCode.FORBIDDEN;
import static io.closedloop.lead.http.ProblemCode.IDEMPOTENCY_KEY_REUSED;
import static io.closedloop.lead.http.ProblemCode.INTERNAL_FAULT;
import static io.closedloop.lead.http.ProblemCode.INVALID_COMMAND;
import static io.closedloop.lead.http.ProblemCode.LEAD_NOT_FOUND;
import static io.closedloop.lead.http.ProblemCode.MALFORMED_REQUEST;
import static io.closedloop.lead.http.ProblemCode.NOT_ACCEPTABLE;
import static io.closedloop.lead.http.ProblemCode.NOT_FOUND;
import static io.closedloop.lead.http.ProblemCode.OCCURRED_AT_OUT_OF_ORDER;
import static io.closedloop.lead.http.ProblemCode.PAYLOAD_TOO_LARGE;
import static io.closedloop.lead.http.ProblemCode.PROJECTION_BEHIND;
import static io.closedloop.lead.http.ProblemCode.REQUEST_IN_PROGRESS;
import static io.closedloop.lead.http.ProblemCode.STORE_UNAVAILABLE;
import static io.closedloop.lead.http.ProblemCode.SUPPRESSION_NOT_FOUND;
import static io.closedloop.lead.http.ProblemCode.TOO_MANY_REQUESTS;
import static io.closedloop.lead.http.ProblemCode.UNAUTHENTICATED;
import static io.closedloop.lead.http.ProblemCode.UNSUPPORTED_MEDIA_TYPE;
import static io.closedloop.lead.http.ProblemCode.VERSION_MISMATCH;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/**
 * Adds to every operation the problems that it can answer with, each with an example. Most follow from the operation's
 * form: an id in its path, a body, an idempotency key; what does not is said by {@link Refuses}.
 */
final class DescribedProblems implements GlobalOperationCustomizer {
    static final String SCHEMA = "Problem";

    @Override
    public Operation customize(Operation operation, HandlerMethod endpoint) {
        var byStatus = codesOf(operation, endpoint).stream()
                .collect(Collectors.groupingBy(ProblemCode::status, TreeMap::new, Collectors.toList()));
        ApiResponses responses = operation.getResponses();
        byStatus.forEach((status, codes) -> responses.addApiResponse(Integer.toString(status), answer(codes)));
        return operation;
    }

    private static Set<ProblemCode> codesOf(Operation operation, HandlerMethod endpoint) {
        var codes = EnumSet.of(NOT_ACCEPTABLE);
        Refuses declared = endpoint.getMethodAnnotation(Refuses.class);
        if (declared != null) {
            codes.addAll(List.of(declared.value()));
        }
        if (has(operation, "path", "leadId")) {
            codes.addAll(Set.of(LEAD_NOT_FOUND, EVENT_UNKNOWN));
        }
        if (has(operation, "path", "suppressionId")) {
            codes.add(SUPPRESSION_NOT_FOUND);
        }
        if (parameters(operation).anyMatch(parameter -> parameter.getIn().equals("path"))) {
            codes.add(NOT_FOUND);
        }
        boolean open =
                operation.getSecurity() != null && operation.getSecurity().isEmpty();
        if (!open) {
            codes.addAll(Set.of(
                    MALFORMED_REQUEST,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    TOO_MANY_REQUESTS,
                    INTERNAL_FAULT,
                    STORE_UNAVAILABLE));
        }
        if (has(operation, "query", "minPosition")) {
            codes.add(PROJECTION_BEHIND);
        }
        if (operation.getRequestBody() != null) {
            codes.add(UNSUPPORTED_MEDIA_TYPE);
            boolean bulk = operation.getRequestBody().getContent().containsKey("application/x-ndjson");
            codes.addAll(bulk ? Set.of() : Set.of(BODY_TOO_SLOW, PAYLOAD_TOO_LARGE, INVALID_COMMAND));
        }
        if (has(operation, "header", "Idempotency-Key")) {
            codes.addAll(Set.of(
                    COMMAND_NOT_ALLOWED,
                    EVENT_UNKNOWN,
                    DUPLICATE_LEAD,
                    CONTACT_SUPPRESSED,
                    CONCURRENT_CHANGE,
                    REQUEST_IN_PROGRESS,
                    OCCURRED_AT_OUT_OF_ORDER,
                    IDEMPOTENCY_KEY_REUSED));
        }
        if (has(operation, "header", "If-Match")) {
            codes.add(VERSION_MISMATCH);
        }
        return codes;
    }

    private static boolean has(Operation operation, String in, String name) {
        return parameters(operation)
                .anyMatch(parameter ->
                        parameter.getIn().equals(in) && parameter.getName().equals(name));
    }

    private static Stream<Parameter> parameters(Operation operation) {
        return Stream.ofNullable(operation.getParameters())
                .flatMap(Collection::stream)
                .filter(parameter -> Objects.nonNull(parameter.getIn()));
    }

    private static ApiResponse answer(List<ProblemCode> codes) {
        var mediaType = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + SCHEMA));
        codes.forEach(code -> mediaType.addExamples(
                code.code(), new Example().summary(code.title()).value(json(ProblemExamples.of(code)))));
        var answer = new ApiResponse()
                .description(codes.stream().map(ProblemCode::title).collect(Collectors.joining("; ")))
                .content(new Content().addMediaType(Problem.MEDIA_TYPE, mediaType));
        if (codes.getFirst().status() == 503 || codes.getFirst().status() == 429) {
            answer.addHeaderObject(
                    "Retry-After",
                    new Header()
                            .description("After how many seconds to try again.")
                            .schema(new StringSchema()));
        }
        return answer;
    }

    /** As plain maps, which the description's own writer knows how to write. */
    private static Object json(Problem problem) {
        return AnswerJson.MAPPER.convertValue(problem, LinkedHashMap.class);
    }
}
