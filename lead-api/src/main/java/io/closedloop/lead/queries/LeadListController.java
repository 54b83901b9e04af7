package io.closedloop.lead.queries;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.leads.LeadIdPage;
import io.closedloop.lead.leads.LeadList;
import io.closedloop.lead.leads.LeadListRequest;
import io.closedloop.lead.lifecycle.Acceptance;
import io.closedloop.lead.lifecycle.Outcome;
import io.closedloop.lead.lifecycle.StageName;
import io.closedloop.lead.readmodels.ReadModels;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.waiting.Waits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists leads: found in the read models, shown from the log as they were at the position that the page speaks for. */
@RestController
@Tag(name = "Leads")
class LeadListController {
    private final ReadModels readModels;
    private final LogReader reader;
    private final Waits waits;

    LeadListController(ReadModels readModels, LogReader reader, Waits waits) {
        this.readModels = readModels;
        this.reader = reader;
        this.waits = waits;
    }

    @GetMapping(path = "/v1/leads", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listLeads",
            summary = "Leads by their filters, newest registration first",
            description = "For all readers. A filter that is given empty finds the leads that have no such value.")
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
            schema =
                    @Schema(
                            type = "integer",
                            minimum = "1",
                            maximum = "" + LeadListRequest.MAX_LIMIT,
                            defaultValue = "" + LeadListRequest.DEFAULT_LIMIT))
    @TakesCursor
    @TakesMinPosition
    ResponseEntity<LeadPage> list(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        LeadListRequest wanted = ReadModels.reading(() -> LeadListRequest.parse(parameters.asMap()));
        Patience given = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        // A cursor wants to see at least what the page before has seen.
        waits.await(
                request,
                actor,
                given.atMost(),
                readModels,
                () -> wanted.minPosition().orElse(0));
        LeadIdPage found = readModels.ask(actor, snapshot -> LeadList.find(snapshot, wanted));
        boolean personalData = Access.seesPersonalData(actor);
        var shown = reader.leads(found.leadIds(), found.position(), personalData).stream()
                .map(known -> LeadView.of(known.lead(), known.position(), personalData))
                .toList();
        return ResponseEntity.ok()
                .varyBy("Accept", "Authorization")
                .body(new LeadPage(shown, found.nextCursor(), found.position()));
    }
}
