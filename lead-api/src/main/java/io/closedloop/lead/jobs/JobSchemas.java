package io.closedloop.lead.jobs;

import io.closedloop.lead.http.DescribedSequences;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.http.MediaType;

/** Describes what stands in a job once it is done, kind by kind, and the frames with which it is followed. */
final class JobSchemas implements GlobalOpenApiCustomizer {
    private static final String FRAME = "JobFrame";
    private static final String SCHEMAS = "#/components/schemas/";

    private final JobKinds kinds;

    JobSchemas(JobKinds kinds) {
        this.kinds = kinds;
    }

    @Override
    public void customise(OpenAPI api) {
        Schema<?> job = Objects.requireNonNull(api.getComponents().getSchemas().get(JobView.SCHEMA));
        kinds.all().forEach(kind -> addResult(kind, job));
        var event = new StringSchema();
        event.setDescription("progress with each change, and at last end.");
        event.setEnum(List.of(JobStream.PROGRESS, JobStream.END));
        Schema<?> frame = new ObjectSchema()
                .description("A server-sent event about a job.")
                .addProperty("event", event)
                .addProperty("data", new Schema<>().$ref(SCHEMAS + JobView.SCHEMA));
        frame.setRequired(List.of("event", "data"));
        api.getComponents().addSchemas(FRAME, frame);
        DescribedSequences.describe(
                DescribedSequences.answered(api, JobsController.ONE, MediaType.TEXT_EVENT_STREAM_VALUE),
                "Server-sent events",
                FRAME);
    }

    private static void addResult(JobKind<?, ?> kind, Schema<?> job) {
        Schema<?> result = ModelConverters.getInstance(true)
                .resolveAsResolvedSchema(new AnnotatedType(kind.result()).resolveAsRef(false))
                .schema;
        Map<?, ?> fields = Objects.requireNonNull(result.getProperties(), kind.name());
        fields.forEach((name, field) -> {
            var described = (Schema<?>) field;
            Schema<?> before = job.getProperties().get((String) name);
            if (before != null && !Objects.equals(before.getTypes(), described.getTypes())) {
                throw new IllegalStateException(
                        "two kinds of jobs mean something else by %s; one is %s".formatted(name, kind.name()));
            }
            if (before == null) {
                job.addProperty((String) name, described);
            }
        });
    }
}
