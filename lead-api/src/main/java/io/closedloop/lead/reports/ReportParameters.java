package io.closedloop.lead.reports;

import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.queries.TakesAttributes;
import io.closedloop.lead.reporting.Filters;
import io.closedloop.lead.text.Text;
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

/**
 * What every report can be asked, and every number of it. A filter that is given several times lets all its values
 * through.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "from",
        description =
                "The period begins: an instant, or a date that begins in zone. Without it, at the beginning of time.",
        schema = @Schema(type = "string", pattern = QueryParameters.INSTANT_OR_DATE, example = "2026-01-01"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "to",
        description = "The period ends before this instant or date.",
        schema = @Schema(type = "string", pattern = QueryParameters.INSTANT_OR_DATE, example = "2026-04-01"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "zone",
        description = "The IANA time zone of dates.",
        schema =
                @Schema(
                        type = "string",
                        defaultValue = "UTC",
                        pattern = "^[A-Za-z0-9_+:/-]+$",
                        example = "America/Sao_Paulo"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "basis",
        description = "cohort: what became of those that entered in the period; flow: what happened in the period.",
        schema =
                @Schema(
                        type = "string",
                        defaultValue = "cohort",
                        allowableValues = {"cohort", "flow"}))
@Parameter(
        in = ParameterIn.QUERY,
        name = "within",
        description =
                "For cohorts: only entries that are at least this old, and only outcomes that came within this time; P90D, P12W or PT36H. Some reports offer it.",
        schema = @Schema(type = "string", pattern = "^P[0-9A-Z.]+$", example = "P90D"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "strict",
        description = "Leave out what was only implied, such as the acceptance of a lead that sales qualified at once.",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "groupBy",
        explode = Explode.TRUE,
        description =
                "Comma-separated: channel, origin, campaign, landingPage, sourcedBy, owner, pass, playbookVersion, attr.<name>, day, week, month, quarter, year.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", pattern = "^[^,]+(,[^,]+)*$", example = "channel,month"),
                        maxItems = Filters.MAX_ATTRIBUTES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "weekStart",
        description =
                "The day on which weeks begin. From MONDAY on they are those of ISO 8601 (2026-W05), else named by their first day (2026-02-01).",
        schema =
                @Schema(
                        type = "string",
                        defaultValue = "MONDAY",
                        allowableValues = {"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"
                        }))
@Parameter(
        in = ParameterIn.QUERY,
        name = "fiscalYearStart",
        description =
                "The month in which years and their quarters begin. From 01 on they are those of the calendar (2026, 2026-Q1), else named by the year in which they end (FY2027, FY2027-Q1).",
        schema = @Schema(type = "string", defaultValue = "01", pattern = "^(0[1-9]|1[0-2])$", example = "04"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "gaps",
        description =
                "Where rows are told apart by dates alone: whether the empty ones between the first and the last are there. They are unless this is false.",
        schema = @Schema(type = "boolean"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "channel",
        explode = Explode.TRUE,
        description = "Only this channel; empty: none.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", maxLength = Text.MAX_CODE),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "origin",
        explode = Explode.TRUE,
        description = "Only this origin; empty: none.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", maxLength = Text.MAX_CODE),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "campaign",
        explode = Explode.TRUE,
        description = "Only this campaign; empty: none.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", maxLength = Text.MAX_CODE),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "landingPage",
        explode = Explode.TRUE,
        description = "Only this landing page; empty: none.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", maxLength = Text.MAX_CODE),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "sourcedBy",
        explode = Explode.TRUE,
        description = "Only this; empty: none.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", maxLength = Text.MAX_CODE),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "owner",
        explode = Explode.TRUE,
        description = "Only the pass's last owner; empty: none.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", maxLength = Rep.MAX_LENGTH),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "pass",
        explode = Explode.TRUE,
        description = "Only this pass.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "integer", format = "int32", minimum = "1"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "playbookVersion",
        explode = Explode.TRUE,
        description = "Only passes that began under this version of the playbook.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "integer", format = "int32", minimum = "1"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "day",
        explode = Explode.TRUE,
        description = "Only this day, 2026-01-31.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "week",
        explode = Explode.TRUE,
        description = "Only this week, 2026-W05; with weekStart its first day.",
        array =
                @ArraySchema(
                        schema =
                                @Schema(type = "string", pattern = "^([0-9]{4}-W[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2})$"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "month",
        explode = Explode.TRUE,
        description = "Only this month, 2026-01.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", pattern = "^[0-9]{4}-[0-9]{2}$"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "quarter",
        explode = Explode.TRUE,
        description = "Only this quarter, 2026-Q1; with fiscalYearStart FY2027-Q1.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", pattern = "^(FY)?[0-9]{4}-Q[1-4]$"),
                        maxItems = Filters.MAX_VALUES))
@Parameter(
        in = ParameterIn.QUERY,
        name = "year",
        explode = Explode.TRUE,
        description = "Only this year, 2026; with fiscalYearStart FY2027.",
        array =
                @ArraySchema(
                        schema = @Schema(type = "string", pattern = "^(FY)?[0-9]{4}$"),
                        maxItems = Filters.MAX_VALUES))
@TakesAttributes
@Parameter(
        in = ParameterIn.QUERY,
        name = "definition",
        description = "The version of the report's definition.",
        schema = @Schema(type = "integer", format = "int32", minimum = "1"))
@Parameter(
        in = ParameterIn.HEADER,
        name = "If-None-Match",
        description = "The ETag of an earlier answer; 304 where it is still the same.",
        schema = @Schema(type = "string", pattern = "^([*]|(W/)?\"[^\"]*\"(, *(W/)?\"[^\"]*\")*)$"))
@interface ReportParameters {}
