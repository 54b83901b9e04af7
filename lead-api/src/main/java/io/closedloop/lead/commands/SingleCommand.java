package io.closedloop.lead.commands;

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
        description = "1 to 255 printable characters; the first answer under it is given again for 24 hours at least",
        schema = @Schema(type = "string", minLength = 1, maxLength = 255))
@Parameter(
        in = ParameterIn.HEADER,
        name = "If-Match",
        description = "the version that was decided on, such as \"2\"; 412 when the lead has moved on",
        schema = @Schema(type = "string", pattern = "^\"[0-9]+\"$"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "dryRun",
        description = "check everything and answer as it would be, but store nothing",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        in = ParameterIn.HEADER,
        name = "X-Correlation-Id",
        description = "1 to 128 printable characters; kept with the events and answered back",
        schema = @Schema(type = "string", minLength = 1, maxLength = 128))
@Parameter(
        in = ParameterIn.HEADER,
        name = "traceparent",
        description = "W3C trace context; kept with the events",
        schema = @Schema(type = "string", example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
@interface SingleCommand {
    @AliasFor(annotation = Operation.class, attribute = "summary")
    String summary();

    /** The status of its first success; a repeat is 200. */
    String status() default "200";

    Class<?> answer() default CommandAnswer.class;
}
