package io.closedloop.lead.reports;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.StreamedBody;
import io.closedloop.lead.queries.TakesCsvForm;
import io.closedloop.lead.queries.TakesMinPosition;
import io.closedloop.lead.reporting.table.Parquet;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The closed loop in numbers. */
@RestController
@Tag(name = "Reports")
class ReportsController {
    static final String REPORT = "/v1/reports/{report}";

    private final ReportDesk desk;

    ReportsController(ReportDesk desk) {
        this.desk = desk;
    }

    @GetMapping(path = "/v1/reports", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listReports",
            summary = "All reports: what they say, what they can be asked, and what their columns mean",
            description = "For programs that ask reports which they were not written for. For all readers.")
    CatalogueView list(Actor actor) {
        Access.require(actor, Access.READERS);
        return CatalogueView.of(desk.catalogue());
    }

    @GetMapping(path = REPORT, produces = MediaType.APPLICATION_JSON_VALUE)
    @ReportParameters
    @TakesAsOf
    @TakesCompareTo
    @TakesTableForm
    @TakesMinPosition
    @Operation(
            operationId = "report",
            description =
                    "As JSON, or as a table in CSV or Parquet. Its ETag stands for everything that the answer depends on. For all readers.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The report; as CSV and Parquet a table of its rows.",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = ReportView.class)),
                                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                                @Content(
                                        mediaType = Parquet.MEDIA_TYPE,
                                        schema = @Schema(type = "string", format = "binary"))
                            }))
    ResponseEntity<Object> report(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.report(report, Representation.JSON, actor, parameters, request);
    }

    /** Described with the JSON: OpenAPI has one operation for a path and method. */
    @GetMapping(path = REPORT, produces = "text/csv")
    @Hidden
    @ReportParameters
    @TakesAsOf
    @TakesCompareTo
    @TakesTableForm
    @TakesMinPosition
    ResponseEntity<Object> csv(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.report(report, Representation.CSV, actor, parameters, request);
    }

    /** Described with the JSON, too. */
    @GetMapping(path = REPORT, produces = Parquet.MEDIA_TYPE)
    @Hidden
    @ReportParameters
    @TakesAsOf
    @TakesCompareTo
    @TakesTableForm
    @TakesMinPosition
    ResponseEntity<Object> parquet(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.report(report, Representation.PARQUET, actor, parameters, request);
    }

    @GetMapping(path = REPORT + "/leads", produces = MediaType.APPLICATION_JSON_VALUE)
    @ReportParameters
    @CellParameters
    @TakesAsOf
    @TakesCsvForm
    @TakesMinPosition
    @Operation(
            operationId = "leadsBehind",
            description =
                    "As many as the number says, in the order of the events that make each count. The number is named by its row and its "
                            + "column. All pages know the same events; as text/csv all of them come in one answer. For all readers.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A page of the leads; as CSV all of them.",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = LeadsBehindView.class)),
                                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
                            }))
    LeadsBehindView leads(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.leads(report, actor, parameters, request);
    }

    /** Described with the JSON, too. */
    @GetMapping(path = REPORT + "/leads", produces = "text/csv")
    @Hidden
    @ReportParameters
    @CellParameters
    @TakesAsOf
    @TakesCsvForm
    @TakesMinPosition
    ResponseEntity<StreamedBody> leadsAsCsv(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.leadsAsCsv(report, actor, parameters, request);
    }

    @GetMapping(path = REPORT + "/explain", produces = MediaType.APPLICATION_JSON_VALUE)
    @ReportParameters
    @CellParameters
    @Parameter(
            in = ParameterIn.QUERY,
            name = "asOf",
            required = true,
            explode = Explode.TRUE,
            description =
                    "Twice: the two instants between which the number moved. Once: from then to all that is known now.",
            array =
                    @ArraySchema(
                            schema =
                                    @Schema(
                                            type = "string",
                                            pattern = QueryParameters.INSTANT_OR_DATE,
                                            example = "2026-02-01"),
                            minItems = 1,
                            maxItems = 2))
    @TakesMinPosition
    @Operation(
            operationId = "explain",
            description =
                    "What the number gained, lost or came to value otherwise between two instants, with the events that moved it. For all "
                            + "readers.")
    ExplanationView explain(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.explain(report, actor, parameters, request);
    }
}
