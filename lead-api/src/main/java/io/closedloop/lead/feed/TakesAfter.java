package io.closedloop.lead.feed;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint that begins behind a position of the log. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "after",
        description =
                "The events after this position: 0 for the beginning, then the position of the last one that came.",
        schema = @Schema(type = "integer", format = "int64", minimum = "0", defaultValue = "0"))
@interface TakesAfter {}
