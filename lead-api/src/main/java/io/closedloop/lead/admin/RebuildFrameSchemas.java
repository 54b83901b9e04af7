package io.closedloop.lead.admin;

import io.closedloop.lead.http.DescribedSequences;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Describes the frames with which the progress of rebuilds is told. */
@Component
final class RebuildFrameSchemas implements GlobalOpenApiCustomizer {
    private static final String FRAME = "RebuildFrame";

    @Override
    public void customise(OpenAPI api) {
        var event = new StringSchema();
        event.setDescription("progress every second, and at last end.");
        event.setEnum(List.of(ProgressStreams.PROGRESS, ProgressStreams.END));
        Schema<?> frame = new ObjectSchema()
                .description("A server-sent event about rebuilds.")
                .addProperty("event", event)
                .addProperty("data", new Schema<>().$ref("#/components/schemas/Rebuilds"));
        frame.setRequired(List.of("event", "data"));
        api.getComponents().addSchemas(FRAME, frame);
        DescribedSequences.describe(
                DescribedSequences.answered(api, ProjectionsController.REBUILD, MediaType.TEXT_EVENT_STREAM_VALUE),
                "Server-sent events",
                FRAME);
    }
}
