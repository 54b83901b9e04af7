package io.closedloop.lead.queries;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.Refuses;
import io.closedloop.lead.http.StreamedBody;
import io.closedloop.lead.leads.LeadIdPage;
import io.closedloop.lead.leads.LeadList;
import io.closedloop.lead.leads.LeadListRequest;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.readmodels.ReadModels;
import io.closedloop.lead.reporting.table.CsvForm;
import io.closedloop.lead.waiting.Waits;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists leads: found in the read models, shown from the log as they were at the position that the page speaks for. */
@RestController
@Tag(name = "Leads")
class LeadListController {
    /** Of a list that is streamed. */
    private static final int PAGE = 500;

    private final ReadModels readModels;
    private final LogReader reader;
    private final Waits waits;
    private final Playbook playbook;

    LeadListController(ReadModels readModels, LogReader reader, Waits waits, Playbook playbook) {
        this.readModels = readModels;
        this.reader = reader;
        this.waits = waits;
        this.playbook = playbook;
    }

    @GetMapping(path = "/v1/leads", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listLeads",
            summary = "Leads by their filters, newest registration first",
            description =
                    "A filter that is given empty finds the leads that have no such value. As text/csv the whole list comes in one "
                            + "answer, or as many leads as limit says. For all readers.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A page of the list; as CSV all of it.",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = LeadPage.class)),
                                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
                            }))
    @Refuses(ProblemCode.EVENT_UNKNOWN)
    @LeadFilters
    @TakesCursor
    @TakesCsvForm
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
        return ResponseEntity.ok()
                .varyBy("Accept", "Authorization")
                .body(new LeadPage(shown(found, actor), found.nextCursor(), found.position()));
    }

    /** Described with the page: OpenAPI has one operation for a path and method. */
    @GetMapping(path = "/v1/leads", produces = "text/csv")
    @Hidden
    @LeadFilters
    @TakesCsvForm
    @TakesMinPosition
    ResponseEntity<StreamedBody> csv(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        LeadListRequest asked =
                ReadModels.reading(() -> LeadListRequest.parse(CsvList.withoutForm(parameters.asMap())));
        CsvForm form = CsvList.form(parameters);
        Patience given = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        waits.await(request, actor, given.atMost(), readModels, given::minPosition);
        boolean all = parameters.text("limit") == null;
        return CsvList.of("leads", form, LeadTable.COLUMNS, page(all ? asked.withLimit(PAGE) : asked, all, actor));
    }

    private CsvList.Page page(LeadListRequest wanted, boolean all, Actor actor) {
        LeadIdPage found = readModels.ask(actor, snapshot -> LeadList.find(snapshot, wanted));
        String next = all ? found.nextCursor() : null;
        return new CsvList.Page(
                shown(found, actor).stream().map(LeadTable::row).toList(),
                next == null ? null : () -> page(wanted.behind(next), true, actor));
    }

    private List<LeadView> shown(LeadIdPage found, Actor actor) {
        boolean personalData = Access.seesPersonalData(actor);
        return reader.leads(found.leadIds(), found.position(), personalData).stream()
                .map(known -> LeadView.of(known.lead(), known.position(), personalData, playbook))
                .toList();
    }
}
