package io.closedloop.lead.reports;

import io.closedloop.lead.http.QueryParameters;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Can be asked for what was known at an instant. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "asOf",
        description =
                "What was known at this instant, or when this date began in zone: the same answer for ever. Not in the future.",
        schema = @Schema(type = "string", pattern = QueryParameters.INSTANT_OR_DATE, example = "2026-02-01"))
@interface TakesAsOf {}
