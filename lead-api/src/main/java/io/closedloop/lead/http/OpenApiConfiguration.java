package io.closedloop.lead.http;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.SuppressionId;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Contact;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API's own description at {@code /v3/api-docs}, from which clients are generated. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    private static final String KEY = "key";

    /** In alphabetical order, in which tools look for them. */
    private static final List<Tag> TAGS = List.of(
            tag("Administration", "Backups of the embedded database. For the role ADMIN only."),
            tag("Commands", "What changes a lead. Each is decided at once and answered once it is durable."),
            tag("Events", "The log itself, for whoever follows it: page by page, or as it grows."),
            tag(
                    "Jobs",
                    "Long work that was asked for: how far it is, and what came of it. For those who may ask for it."),
            tag("Keys", "Who may call, and in which roles. For the role ADMIN only."),
            tag("Leads", "Leads as they are and as they were, found by their filters or by who they are."),
            tag("Operations", "How the instances stand, and what operators can do. For the role ADMIN only."),
            tag("Playbook", "The agreement that decisions are made under, with its reasons."),
            tag("Problems", "What the codes of refusals mean, for people."),
            tag("Reports", "The closed loop in numbers, and the leads behind each of them; for all readers."),
            tag("Suppressions", "Who must not be delivered again: hashes, never the identities."));

    private static final Map<String, String> IDS = Map.of(
            "leadId", "The lead's id.",
            "suppressionId", "The suppression's id.",
            "jobId", "The job's id.",
            "id", "The id.");

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Actor.class, Correlation.class, QueryParameters.class)
                .replaceWithClass(LeadId.class, UUID.class)
                .replaceWithClass(SuppressionId.class, UUID.class)
                .replaceWithClass(KeyId.class, UUID.class);
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Closed Loop")
                        .version("1")
                        .contact(new Contact().name("Whoever runs this service"))
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0"))
                        .description("""
                                What became of every lead, from first touch to revenue.

                                Commands change a lead, queries and reports read. Unknown fields and parameters are refused, so that a typo never \
                                loses data. Every answer carries `X-Correlation-Id`: the one that was sent, else the trace id of `traceparent`, else a \
                                new one. Everything that is refused is answered as `application/problem+json`; a problem's `type` is a page that \
                                explains it."""))
                .tags(TAGS)
                .servers(List.of(new Server().url("/").description("This service")))
                .components(new Components()
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A key made by POST /v1/keys.")))
                .security(List.of(new SecurityRequirement().addList(KEY)));
    }

    @Bean
    RecordSchemas recordSchemas(Playbook playbook) {
        return new RecordSchemas(playbook);
    }

    @Bean
    DescribedProblems describedProblems() {
        return new DescribedProblems();
    }

    @Bean
    GlobalOpenApiCustomizer sharedSchemas() {
        return api -> {
            ModelConverters.getInstance(true).readAll(Problem.class).forEach(api.getComponents()::addSchemas);
            nameCodes(api);
            List<MediaType> bodies = api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .filter(operation -> operation.getRequestBody() != null)
                    .flatMap(operation -> operation.getRequestBody().getContent().values().stream())
                    .toList();
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .flatMap(operation ->
                            Stream.ofNullable(operation.getParameters()).flatMap(List::stream))
                    .forEach(OpenApiConfiguration::describe);
            bodies.forEach(body -> showExample(body, api));
            bodies.forEach(body -> close(body.getSchema(), api, new HashSet<>()));
        };
    }

    private static Tag tag(String name, String description) {
        return new Tag().name(name).description(description);
    }

    /** The codes are a part of the contract: a new one is a new version of it. */
    private static void nameCodes(OpenAPI api) {
        @SuppressWarnings("unchecked")
        var code = (Schema<Object>) Objects.requireNonNull(
                Objects.requireNonNull(api.getComponents().getSchemas().get(DescribedProblems.SCHEMA))
                        .getProperties()
                        .get("code"));
        code.setEnum(
                Stream.of(ProblemCode.values()).map(it -> (Object) it.code()).toList());
    }

    /** Ids are UUIDs. */
    private static void describe(Parameter parameter) {
        String name = parameter.getName();
        if ("path".equals(parameter.getIn()) && (name.equals("id") || name.endsWith("Id"))) {
            parameter.setSchema(new UUIDSchema());
            if (parameter.getDescription() == null) {
                parameter.setDescription(IDS.get(name));
            }
        }
    }

    /** What a request consists of takes no other fields. Answers are left open: they may gain some. */
    private static void close(@Nullable Schema<?> schema, OpenAPI api, Set<String> seen) {
        if (schema == null) {
            return;
        }
        if (schema.get$ref() != null) {
            if (seen.add(schema.get$ref())) {
                close(referred(schema, api), api, seen);
            }
            return;
        }
        if (schema.getProperties() != null) {
            schema.setAdditionalProperties(false);
            schema.getProperties().values().forEach(property -> close(property, api, seen));
        }
        close(schema.getItems(), api, seen);
        if (schema.getAnyOf() != null) {
            schema.getAnyOf().forEach(alternative -> close(alternative, api, seen));
        }
    }

    private static @Nullable Schema<?> referred(Schema<?> reference, OpenAPI api) {
        return api.getComponents()
                .getSchemas()
                .get(reference.get$ref().substring(reference.get$ref().lastIndexOf('/') + 1));
    }

    /** A request shows the example of its schema, so that tools which look only at the request find one. */
    private static void showExample(MediaType body, OpenAPI api) {
        Schema<?> schema = body.getSchema();
        if (body.getExample() == null && body.getExamples() == null && schema != null && schema.get$ref() != null) {
            Schema<?> referred = referred(schema, api);
            if (referred != null && referred.getExample() != null) {
                body.setExample(referred.getExample());
            }
        }
    }
}
