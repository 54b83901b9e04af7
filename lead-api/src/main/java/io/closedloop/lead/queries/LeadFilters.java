package io.closedloop.lead.queries;

import io.closedloop.lead.leads.LeadListRequest;
import io.closedloop.lead.lifecycle.Acceptance;
import io.closedloop.lead.lifecycle.Outcome;
import io.closedloop.lead.lifecycle.StageName;
import io.closedloop.lead.source.Channel;
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
@Parameter(in = ParameterIn.QUERY, name = "stage", schema = @Schema(implementation = StageName.class))
@Parameter(in = ParameterIn.QUERY, name = "acceptance", schema = @Schema(implementation = Acceptance.class))
@Parameter(in = ParameterIn.QUERY, name = "outcome", schema = @Schema(implementation = Outcome.class))
@Parameter(
        in = ParameterIn.QUERY,
        name = "owner",
        description = "A rep's code; empty: no owner.",
        schema = @Schema(type = "string"))
@Parameter(in = ParameterIn.QUERY, name = "channel", schema = @Schema(implementation = Channel.class))
@Parameter(in = ParameterIn.QUERY, name = "origin", schema = @Schema(type = "string"))
@Parameter(in = ParameterIn.QUERY, name = "campaign", schema = @Schema(type = "string"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "registeredFrom",
        description = "An instant, or a date that begins in UTC.",
        schema = @Schema(type = "string", example = "2026-01-01"))
@Parameter(
        in = ParameterIn.QUERY,
        name = "registeredTo",
        description = "Registered before this instant or date.",
        schema = @Schema(type = "string", example = "2026-02-01"))
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
