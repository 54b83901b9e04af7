package io.closedloop.lead.queries;

import io.closedloop.lead.text.Text;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a list of suppressions can be asked for, whatever it is answered as. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "active",
        description =
                "Whether to list only suppressions that are active now (true), or only those that have ended (false).",
        schema = @Schema(type = "boolean"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "reason",
        description = "Only those with this reason's code.",
        schema = @Schema(type = "string", maxLength = Text.MAX_CODE))
@interface SuppressionFilters {}
