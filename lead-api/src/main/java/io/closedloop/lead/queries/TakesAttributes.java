package io.closedloop.lead.queries;

import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.reporting.Filters;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An endpoint that filters by attributes. Their names are free, so there are two forms: {@code attr.city=Berlin}, as
 * people type it, and {@code attr=city:Berlin}, of a fixed name, as tools can send it.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "attr",
        explode = Explode.TRUE,
        description =
                "<name>:<value>, only leads whose attribute has this value, or any of the values given for it; <name>: alone, those without it. The name ends at the first colon. attr.<name>=<value> says the same.",
        array =
                @ArraySchema(
                        schema =
                                @Schema(
                                        type = "string",
                                        pattern = "^[^:]+:.*$",
                                        maxLength = Attributes.MAX_NAME_LENGTH + 1 + Attributes.MAX_VALUE_LENGTH,
                                        example = "city:Berlin"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "attr.*",
        hidden = true,
        explode = Explode.TRUE,
        description = "attr.<name>=<value>: the same as attr=<name>:<value>.",
        schema = @Schema(type = "string"))
public @interface TakesAttributes {}
