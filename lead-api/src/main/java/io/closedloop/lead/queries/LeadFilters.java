package io.closedloop.lead.queries;

import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.leads.LeadListRequest;
import io.closedloop.lead.lifecycle.Acceptance;
import io.closedloop.lead.lifecycle.Outcome;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.StageName;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.text.Text;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a list of leads can be asked for, whatever it is answered as. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = ParameterIn.QUERY,
        name = "stage",
        description = "Only leads in this stage.",
        schema = @Schema(implementation = StageName.class))
@Parameter(
        in = ParameterIn.QUERY,
        name = "acceptance",
        description = "Only leads in MQL that await acceptance, or have it.",
        schema = @Schema(implementation = Acceptance.class))
@Parameter(
        in = ParameterIn.QUERY,
        name = "outcome",
        description = "Only leads that were closed so.",
        schema = @Schema(implementation = Outcome.class))
@Parameter(
        in = ParameterIn.QUERY,
        name = "owner",
        description = "Only leads of this rep, by the code; empty: of nobody.",
        schema = @Schema(type = "string", maxLength = Rep.MAX_LENGTH))
@Parameter(
        in = ParameterIn.QUERY,
        name = "channel",
        description = "Only leads that came by this channel.",
        schema = @Schema(implementation = Channel.class))
@Parameter(
        in = ParameterIn.QUERY,
        name = "origin",
        description = "Only leads of this origin; empty: of none.",
        schema = @Schema(type = "string", maxLength = Text.MAX_CODE))
@Parameter(
        in = ParameterIn.QUERY,
        name = "campaign",
        description = "Only leads of this campaign; empty: of none.",
        schema = @Schema(type = "string", maxLength = Text.MAX_CODE))
@Parameter(
        in = ParameterIn.QUERY,
        name = "registeredFrom",
        description = "Registered at or after this instant, or date that begins in UTC.",
        schema = @Schema(type = "string", pattern = QueryParameters.INSTANT_OR_DATE, example = "2026-01-01"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "registeredTo",
        description = "Registered before this instant or date.",
        schema = @Schema(type = "string", pattern = QueryParameters.INSTANT_OR_DATE, example = "2026-02-01"))
@TakesAttributes
@Parameter(
        in = ParameterIn.QUERY,
        name = "limit",
        description = "How many leads a page has; a CSV without it has all.",
        schema =
                @Schema(
                        type = "integer",
                        minimum = "1",
                        maximum = "" + LeadListRequest.MAX_LIMIT,
                        defaultValue = "" + LeadListRequest.DEFAULT_LIMIT))
@interface LeadFilters {}
