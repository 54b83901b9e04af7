package io.closedloop.lead.reports;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.campaigns.CampaignsReport;
import io.closedloop.lead.funnel.FunnelReport;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.queries.TakesMinPosition;
import io.closedloop.lead.reporting.Csv;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The closed loop in numbers. */
@RestController
@Tag(name = "Reports", description = "The closed loop in numbers, for all readers.")
class ReportsController {
    private static final String CSV = "text/csv";
    private static final MediaType AS_CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final FunnelReport funnel = new FunnelReport();
    private final CampaignsReport campaigns = new CampaignsReport();
    private final ReportDesk desk;

    ReportsController(ReportDesk desk) {
        this.desk = desk;
    }

    @GetMapping(path = "/v1/reports/funnel", produces = MediaType.APPLICATION_JSON_VALUE)
    @ReportParameters
    @TakesMinPosition
    @Operation(
            operationId = "funnel",
            summary = "How many passes entered each stage, and how many went on to which",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(schema = @Schema(implementation = FunnelView.class))))
    ResponseEntity<Object> funnel(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.answer(funnel, MediaType.APPLICATION_JSON, FunnelView::of, actor, parameters, request);
    }

    @GetMapping(path = "/v1/reports/funnel", produces = CSV)
    @ReportParameters
    @TakesMinPosition
    @Operation(
            operationId = "funnelCsv",
            summary = "How many passes entered each stage, and how many went on to which",
            responses = @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "string"))))
    ResponseEntity<Object> funnelAsCsv(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.answer(funnel, AS_CSV, report -> Csv.render(funnel, report), actor, parameters, request);
    }

    @GetMapping(path = "/v1/reports/campaigns", produces = MediaType.APPLICATION_JSON_VALUE)
    @ReportParameters
    @TakesMinPosition
    @Operation(
            operationId = "campaigns",
            summary = "What became of leads, by campaign unless grouped otherwise",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(schema = @Schema(implementation = CampaignsView.class))))
    ResponseEntity<Object> campaigns(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.answer(campaigns, MediaType.APPLICATION_JSON, CampaignsView::of, actor, parameters, request);
    }

    @GetMapping(path = "/v1/reports/campaigns", produces = CSV)
    @ReportParameters
    @TakesMinPosition
    @Operation(
            operationId = "campaignsCsv",
            summary = "What became of leads, by campaign unless grouped otherwise",
            responses = @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "string"))))
    ResponseEntity<Object> campaignsAsCsv(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        return desk.answer(campaigns, AS_CSV, report -> Csv.render(campaigns, report), actor, parameters, request);
    }
}
