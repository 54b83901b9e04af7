package io.closedloop.lead.queries;

import io.closedloop.lead.http.QueryParameters;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint that answers page by page. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "cursor",
        description = "The nextCursor of the page before, together with the same other parameters.",
        schema = @Schema(type = "string", pattern = QueryParameters.CURSOR))
@interface TakesCursor {}
