package io.closedloop.lead.reports;

import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.reporting.Filters;
import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which number of a report is meant, and which page of what is behind it. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "key",
        explode = Explode.TRUE,
        description =
                "The row: <group>:<value> for each group of groupBy that it has a value of; in reasons also kind:<kind> and reason:<code>. The group ends at the first colon. key.<group>=<value> says the same.",
        array =
                @ArraySchema(
                        schema =
                                @Schema(
                                        type = "string",
                                        pattern = "^[^:]+:.*$",
                                        maxLength = Attributes.MAX_NAME_LENGTH + 6 + Attributes.MAX_VALUE_LENGTH,
                                        example = "owner:ann"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "keyNull",
        explode = Explode.TRUE,
        description = "The groups of which the row has no value. key.<group>.null=true says the same.",
        array =
                @ArraySchema(
                        schema =
                                @Schema(
                                        type = "string",
                                        maxLength = Attributes.MAX_NAME_LENGTH + 5,
                                        example = "campaign"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "key.*",
        hidden = true,
        description = "key.<group>=<value>, or key.<group>.null=true: the same as key and keyNull.",
        schema = @Schema(type = "string"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "stage",
        description = "Of the funnel: the entries into this stage. Of transitions: the row's from.",
        schema = @Schema(type = "string", pattern = "^[A-Z_]+$", example = "MQL"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "reached",
        description = "Of the funnel: those of the entries that reached this stage. Of transitions: the row's to.",
        schema = @Schema(type = "string", pattern = "^[A-Z_]+$", example = "WON"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "column",
        description =
                "The column as CSV names it; of a ratio its numerator, or with _denominator or _open behind it those.",
        schema = @Schema(type = "string", pattern = "^[A-Za-z0-9_]+$", example = "leadToWin"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "limit",
        description = "How many a page has; a CSV without it has all.",
        schema =
                @Schema(
                        type = "integer",
                        minimum = "1",
                        maximum = "" + LeadsBehind.MAX_LIMIT,
                        defaultValue = "" + LeadsBehind.DEFAULT_LIMIT))
@Parameter(
        in = ParameterIn.QUERY,
        name = "cursor",
        description = "The nextCursor of the page before.",
        schema = @Schema(type = "string", pattern = QueryParameters.CURSOR))
@interface CellParameters {}
