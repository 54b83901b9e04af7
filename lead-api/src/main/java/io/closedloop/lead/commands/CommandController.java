package io.closedloop.lead.commands;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.suppression.SuppressionId;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The commands one by one. Every method reads, hands over and answers; {@link CommandService} does the rest. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Commands", description = "What changes a lead. Each is decided at once and answered once it is durable.")
class CommandController {
    private final CommandService commands;

    CommandController(CommandService commands) {
        this.commands = commands;
    }

    @SingleCommand(summary = "Register a lead", status = "201")
    @PostMapping("/v1/leads")
    ResponseEntity<String> register(@RequestBody LeadDataBody.RegisterLeadBody body, HttpServletRequest request) {
        return answer(commands.execute(
                CommandRequests.of(request), new BulkLine.Target.ById(CommandService.leadIdOf(body)), body));
    }

    @SingleCommand(summary = "Record a touch", status = "201")
    @PostMapping("/v1/leads/{leadId}/touches")
    ResponseEntity<String> recordTouch(
            @PathVariable LeadId leadId, @RequestBody LeadDataBody.RecordTouchBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Change the contact")
    @PostMapping("/v1/leads/{leadId}/update-contact")
    ResponseEntity<String> updateContact(
            @PathVariable LeadId leadId, @RequestBody LeadDataBody.UpdateContactBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Change attributes or correct the source")
    @PostMapping("/v1/leads/{leadId}/update-attributes")
    ResponseEntity<String> updateAttributes(
            @PathVariable LeadId leadId,
            @RequestBody LeadDataBody.UpdateAttributesBody body,
            HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Hand a lead to sales")
    @PostMapping("/v1/leads/{leadId}/qualify-marketing")
    ResponseEntity<String> qualifyMarketing(
            @PathVariable LeadId leadId,
            @RequestBody FunnelBody.QualifyMarketingBody body,
            HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Assign a lead to a rep")
    @PostMapping("/v1/leads/{leadId}/assign")
    ResponseEntity<String> assign(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.AssignLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Take a marketing-qualified lead over")
    @PostMapping("/v1/leads/{leadId}/accept")
    ResponseEntity<String> accept(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.AcceptLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Send a marketing-qualified lead back, or out")
    @PostMapping("/v1/leads/{leadId}/reject")
    ResponseEntity<String> reject(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.RejectLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Work a lead as an opportunity")
    @PostMapping("/v1/leads/{leadId}/qualify-sales")
    ResponseEntity<String> qualifySales(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.QualifySalesBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Revise what sales expects")
    @PostMapping("/v1/leads/{leadId}/revise-opportunity")
    ResponseEntity<String> reviseOpportunity(
            @PathVariable LeadId leadId,
            @RequestBody FunnelBody.ReviseOpportunityBody body,
            HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Close an opportunity as won")
    @PostMapping("/v1/leads/{leadId}/close-won")
    ResponseEntity<String> closeWon(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.CloseWonBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Close an opportunity as lost")
    @PostMapping("/v1/leads/{leadId}/close-lost")
    ResponseEntity<String> closeLost(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.CloseLostBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Disqualify a lead and suppress its identities")
    @PostMapping("/v1/leads/{leadId}/disqualify")
    ResponseEntity<String> disqualify(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.DisqualifyLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Send a lead to nurture")
    @PostMapping("/v1/leads/{leadId}/recycle")
    ResponseEntity<String> recycle(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.RecycleLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Take a disqualification back")
    @PostMapping("/v1/leads/{leadId}/reinstate")
    ResponseEntity<String> reinstate(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.ReinstateLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Void a closure")
    @PostMapping("/v1/leads/{leadId}/reopen")
    ResponseEntity<String> reopen(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.ReopenLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Restate a closure")
    @PostMapping("/v1/leads/{leadId}/amend-closure")
    ResponseEntity<String> amendClosure(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.AmendClosureBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Record later revenue of a won lead")
    @PostMapping("/v1/leads/{leadId}/record-revenue")
    ResponseEntity<String> recordRevenue(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.RecordRevenueBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Let a suppressed identity be delivered again", answer = SuppressionAnswer.class)
    @PostMapping("/v1/suppressions/{suppressionId}/lift")
    ResponseEntity<String> lift(
            @PathVariable SuppressionId suppressionId,
            @RequestBody LiftSuppressionBody body,
            HttpServletRequest request) {
        return answer(commands.lift(CommandRequests.of(request), suppressionId, body));
    }

    private ResponseEntity<String> execute(LeadId leadId, CommandBody body, HttpServletRequest request) {
        return answer(commands.execute(CommandRequests.of(request), new BulkLine.Target.ById(leadId), body));
    }

    private static ResponseEntity<String> answer(Answer answer) {
        var headers = new HttpHeaders();
        answer.headers().forEach(headers::set);
        return ResponseEntity.status(answer.status()).headers(headers).body(answer.body());
    }
}
