package io.closedloop.lead.feed;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.http.DescribedSequences;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.TreeSet;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.http.MediaType;

/** Describes the frames of the live stream, and names the types of events that can be asked for. */
final class EventFrameSchemas implements GlobalOpenApiCustomizer {
    private static final String FRAME = "EventFrame";

    @Override
    public void customise(OpenAPI api) {
        List<String> types = List.copyOf(new TreeSet<>(EventJson.types()));
        var event = new StringSchema();
        event.setDescription("The type of the event, as in data; nothing else has one.");
        event.setEnum(types);
        Schema<?> frame = new ObjectSchema()
                .description(
                        "A server-sent event. Without data it only says that the stream lives, or up to which position it has "
                                + "looked.")
                .addProperty("id", new IntegerSchema().format("int64").description("The position; for Last-Event-ID."))
                .addProperty("event", event)
                .addProperty("data", new Schema<>().$ref("#/components/schemas/CloudEvent"))
                .addProperty(
                        "retry",
                        new IntegerSchema()
                                .format("int64")
                                .description("After how many milliseconds to come back; at the beginning."));
        api.getComponents().addSchemas(FRAME, frame);
        DescribedSequences.describe(
                DescribedSequences.answered(api, EventsController.PATH, MediaType.TEXT_EVENT_STREAM_VALUE),
                "Server-sent events",
                FRAME);
        DescribedSequences.path(api, EventsController.PATH).getGet().getParameters().stream()
                .filter(parameter -> parameter.getName().equals("type"))
                .forEach(parameter -> name(types, parameter));
    }

    private static void name(List<String> types, Parameter parameter) {
        @SuppressWarnings("unchecked")
        var items = (Schema<Object>) parameter.getSchema().getItems();
        items.setEnum(List.copyOf(types));
        parameter.getSchema().setMaxItems(types.size());
    }
}
