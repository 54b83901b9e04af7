package io.closedloop.lead.reports;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.StreamedBody;
import io.closedloop.lead.queries.TakesCsvForm;
import io.closedloop.lead.queries.TakesMinPosition;
import io.closedloop.lead.reporting.Parquet;
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
@Tag(name = "Reports", description = "The closed loop in numbers, for all readers.")
class ReportsController {
    static final String REPORT = "/v1/reports/{report}";

    private final ReportDesk desk;

    ReportsController(ReportDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/v1/reports")
    @Operation(
            operationId = "listReports",
            summary = "All reports: what they say, what they can be asked, and what their columns mean")
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
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(schema = @Schema(implementation = ReportView.class))))
    ResponseEntity<Object> report(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.report(report, Representation.JSON, actor, parameters, request);
    }

    @GetMapping(path = REPORT, produces = "text/csv")
    @ReportParameters
    @TakesAsOf
    @TakesCompareTo
    @TakesTableForm
    @TakesMinPosition
    @Operation(
            operationId = "reportAsCsv",
            responses = @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "string"))))
    ResponseEntity<Object> csv(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.report(report, Representation.CSV, actor, parameters, request);
    }

    @GetMapping(path = REPORT, produces = Parquet.MEDIA_TYPE)
    @ReportParameters
    @TakesAsOf
    @TakesCompareTo
    @TakesTableForm
    @TakesMinPosition
    @Operation(
            operationId = "reportAsParquet",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(schema = @Schema(type = "string", format = "binary"))))
    ResponseEntity<Object> parquet(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.report(report, Representation.PARQUET, actor, parameters, request);
    }

    @GetMapping(path = REPORT + "/leads", produces = MediaType.APPLICATION_JSON_VALUE)
    @ReportParameters
    @CellParameters
    @TakesAsOf
    @TakesMinPosition
    @Operation(operationId = "leadsBehind")
    LeadsBehindView leads(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.leads(report, actor, parameters, request);
    }

    @GetMapping(path = REPORT + "/leads", produces = "text/csv")
    @ReportParameters
    @CellParameters
    @TakesAsOf
    @TakesCsvForm
    @TakesMinPosition
    @Operation(
            operationId = "leadsBehindAsCsv",
            responses = @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "string"))))
    ResponseEntity<StreamedBody> leadsAsCsv(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.leadsAsCsv(report, actor, parameters, request);
    }

    @GetMapping(REPORT + "/explain")
    @ReportParameters
    @CellParameters
    @Parameter(
            in = ParameterIn.QUERY,
            name = "asOf",
            required = true,
            explode = Explode.TRUE,
            description =
                    "Twice: the two instants between which the number moved. Once: from then to all that is known now.",
            array = @ArraySchema(schema = @Schema(type = "string", example = "2026-02-01"), minItems = 1, maxItems = 2))
    @TakesMinPosition
    @Operation(operationId = "explain")
    ExplanationView explain(
            @PathVariable String report, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.explain(report, actor, parameters, request);
    }
}
