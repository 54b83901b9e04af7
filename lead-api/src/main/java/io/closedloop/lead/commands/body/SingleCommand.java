package io.closedloop.lead.commands.body;

import io.closedloop.lead.http.Correlation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/** An endpoint that carries one command out: what all of them take beside their body. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation
@Parameter(
        in = ParameterIn.HEADER,
        name = "Idempotency-Key",
        description = "Printable ASCII characters; the first answer under it is given again for 24 hours at least.",
        schema = @Schema(type = "string", minLength = 1, maxLength = IdempotencyKeys.MAX_LENGTH))
@Parameter(
        in = ParameterIn.HEADER,
        name = "If-Match",
        description = "The version that was decided on, such as \"2\"; 412 when the lead has moved on.",
        schema = @Schema(type = "string", pattern = "^\"[0-9]+\"$"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "dryRun",
        description = "Check everything and answer as it would be, but store nothing.",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        in = ParameterIn.HEADER,
        name = "X-Correlation-Id",
        description = "Printable characters; kept with the events and answered back.",
        schema = @Schema(type = "string", minLength = 1, maxLength = Correlation.MAX_LENGTH))
@Parameter(
        in = ParameterIn.HEADER,
        name = "traceparent",
        description = "W3C trace context; kept with the events.",
        schema =
                @Schema(
                        type = "string",
                        pattern = "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
                        example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
public @interface SingleCommand {
    @AliasFor(annotation = Operation.class, attribute = "summary")
    String summary();

    @AliasFor(annotation = Operation.class, attribute = "description")
    String description();

    /** The status of its first success; a repeat is 200. */
    String status() default "200";

    Class<?> answer() default CommandAnswer.class;
}
