package io.closedloop.lead.queries;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Answers as CSV, and can be told how it is written. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "csv",
        description =
                "Of CSV: escaped puts an apostrophe before texts that a spreadsheet would take for a formula; raw leaves every text as it was given; excel is escaped, behind a byte order mark.",
        schema =
                @Schema(
                        type = "string",
                        defaultValue = "escaped",
                        allowableValues = {"escaped", "raw", "excel"}))
@Parameter(
        in = ParameterIn.QUERY,
        name = "separator",
        description = "Of CSV: what stands between columns, a comma, a semicolon or a tab.",
        schema = @Schema(type = "string", defaultValue = ",", pattern = "[,;\\t]"))
public @interface TakesCsvForm {}
