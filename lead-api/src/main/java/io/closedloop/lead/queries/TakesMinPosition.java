package io.closedloop.lead.queries;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint through which callers read their own writes. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "minPosition",
        description =
                "Answer only once what is read has come to this position of the log: that of a command's answer, to read one's own write.",
        schema = @Schema(type = "integer", format = "int64", minimum = "0"))
@Parameter(
        in = ParameterIn.HEADER,
        name = "Prefer",
        description =
                "wait=n: how many seconds to wait for minPosition, up to 60; 5 without it. Then 503 projection-behind. A position that the log itself has not come to is not waited for.",
        schema = @Schema(type = "string", pattern = "^wait=[0-9]+$", example = "wait=10"))
public @interface TakesMinPosition {}
