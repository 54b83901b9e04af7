package io.closedloop.lead.reports;

import io.closedloop.lead.queries.TakesCsvForm;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Can be told how a table is written; an answer that is no table refuses it. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "currencies",
        description =
                "Of CSV and Parquet: the currencies that have columns of money, with commas between and in this order. Without it, all that the log knows.",
        schema = @Schema(type = "string", pattern = "^[A-Z]{3}(,[A-Z]{3})*$", example = "EUR,USD"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "layout",
        description =
                "Of CSV and Parquet: wide gives money a column for each currency; long gives it one column, and further lines, one for each currency.",
        schema =
                @Schema(
                        type = "string",
                        defaultValue = "wide",
                        allowableValues = {"wide", "long"}))
@TakesCsvForm
@interface TakesTableForm {}
