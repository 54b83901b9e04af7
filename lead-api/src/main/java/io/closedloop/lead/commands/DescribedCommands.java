package io.closedloop.lead.commands;

import io.closedloop.lead.commands.body.SingleCommand;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

/**
 * Describes what commands are answered with. Their endpoints hand out text, because a kept answer is given again to the
 * letter, so it cannot be read off them.
 */
@Configuration(proxyBeanMethods = false)
class DescribedCommands {
    @Bean
    GlobalOperationCustomizer commandAnswers() {
        return DescribedCommands::describe;
    }

    private static Operation describe(Operation operation, HandlerMethod endpoint) {
        SingleCommand command = endpoint.getMethodAnnotation(SingleCommand.class);
        if (command != null) {
            boolean creates = command.status().equals("201");
            operation.getResponses().remove("200");
            if (creates) {
                operation.getResponses().addApiResponse("201", answer(command, "Carried out.", true));
            }
            operation
                    .getResponses()
                    .addApiResponse(
                            "200",
                            answer(
                                    command,
                                    creates
                                            ? "A repeat, a dry run, or a registration that became a touch."
                                            : "Carried out, or a repeat.",
                                    false));
        }
        return operation;
    }

    private static ApiResponse answer(SingleCommand command, String description, boolean located) {
        Schema<?> schema =
                new Schema<>().$ref("#/components/schemas/" + command.answer().getSimpleName());
        var answer = new ApiResponse()
                .description(description)
                .content(new Content().addMediaType("application/json", new MediaType().schema(schema)))
                .addHeaderObject("ETag", header("The version, in quotes; for If-Match."))
                .addHeaderObject(
                        "Idempotency-Replayed", header("true where the answer is the kept one of an earlier request."));
        return located ? answer.addHeaderObject("Location", header("The path of the lead.")) : answer;
    }

    private static Header header(String description) {
        return new Header().description(description).schema(new StringSchema());
    }
}
