package io.closedloop.lead.http;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.Map;
import java.util.Objects;

/**
 * Describes bodies that are a sequence of JSON texts: lines, or server-sent events. For OpenAPI 3.1 each is one text,
 * so that is what generated clients take it for; what its items are is said as OpenAPI 3.2 says it, under a name of our
 * own.
 */
public final class DescribedSequences {
    /** In OpenAPI 3.2 it is {@code itemSchema}. */
    public static final String ITEM_SCHEMA = "x-item-schema";

    private DescribedSequences() {}

    /**
     * @param of what the body is a sequence of, as its description says it
     * @param item the name of the schema of an item
     */
    public static void describe(MediaType body, String of, String item) {
        Schema<?> text = new StringSchema().description("%s, each a `%s`.".formatted(of, item));
        body.schema(text).addExtension(ITEM_SCHEMA, Map.of("$ref", "#/components/schemas/" + item));
    }

    /** What is described under the path. */
    public static PathItem path(OpenAPI api, String path) {
        return Objects.requireNonNull(api.getPaths().get(path), path);
    }

    /** What an operation answers with when it succeeds, in this media type. */
    public static MediaType answered(OpenAPI api, String path, String mediaType) {
        return path(api, path).readOperations().stream()
                .map(operation -> operation.getResponses().get("200"))
                .filter(answer -> answer != null && answer.getContent() != null)
                .map(answer -> answer.getContent().get(mediaType))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s answers with no %s".formatted(path, mediaType)));
    }
}
