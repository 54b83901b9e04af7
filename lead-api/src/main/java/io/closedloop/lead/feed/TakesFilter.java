package io.closedloop.lead.feed;

import io.closedloop.lead.queries.EventFilter;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint that may leave events out. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "type",
        explode = Explode.TRUE,
        description = "Only events of this type, such as LeadWon; given several times, of any of these.",
        array = @ArraySchema(schema = @Schema(type = "string", example = "LeadWon")))
@Parameter(
        in = ParameterIn.QUERY,
        name = "subject",
        explode = Explode.TRUE,
        description = "Only events about this lead; given several times, about any of these.",
        array = @ArraySchema(schema = @Schema(type = "string", format = "uuid"), maxItems = EventFilter.MOST_SUBJECTS))
@interface TakesFilter {}
