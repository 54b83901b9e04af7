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

/**
 * The endpoints of single commands. Every method reads, hands over and answers; {@link CommandService} does the rest.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Commands")
class CommandController {
    private final CommandService commands;

    CommandController(CommandService commands) {
        this.commands = commands;
    }

    @SingleCommand(
            summary = "Register a lead",
            description =
                    "With at least one identity: an e-mail address, a valid telephone number, or an external reference. Where another open lead holds it, the registration is refused, or with onDuplicate TOUCH becomes a touch of that lead. For marketing, sales and integration.",
            status = "201")
    @PostMapping("/v1/leads")
    ResponseEntity<String> register(@RequestBody LeadDataBody.RegisterLeadBody body, HttpServletRequest request) {
        return answer(commands.execute(
                CommandRequests.of(request), new BulkLine.Target.ById(CommandService.leadIdOf(body)), body));
    }

    @SingleCommand(
            summary = "Record a touch",
            description = "Wherever the lead is; a touch never moves it. For marketing, sales and integration.",
            status = "201")
    @PostMapping("/v1/leads/{leadId}/touches")
    ResponseEntity<String> recordTouch(
            @PathVariable LeadId leadId, @RequestBody LeadDataBody.RecordTouchBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Change the contact",
            description =
                    "Anywhere but in DISQUALIFIED. What is given replaces, null removes, the rest stays. For marketing, sales and integration.")
    @PostMapping("/v1/leads/{leadId}/update-contact")
    ResponseEntity<String> updateContact(
            @PathVariable LeadId leadId, @RequestBody LeadDataBody.UpdateContactBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Change attributes or correct the source",
            description =
                    "Anywhere but in DISQUALIFIED. What is given replaces; null removes an attribute. For marketing, sales and integration.")
    @PostMapping("/v1/leads/{leadId}/update-attributes")
    ResponseEntity<String> updateAttributes(
            @PathVariable LeadId leadId,
            @RequestBody LeadDataBody.UpdateAttributesBody body,
            HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Hand a lead to sales",
            description =
                    "From INQUIRY, or from NURTURE, which opens the next pass. For marketing, integration and managers.")
    @PostMapping("/v1/leads/{leadId}/qualify-marketing")
    ResponseEntity<String> qualifyMarketing(
            @PathVariable LeadId leadId,
            @RequestBody FunnelBody.QualifyMarketingBody body,
            HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Assign a lead to a rep",
            description =
                    "While the lead is open or in NURTURE; the rep is its owner from then on. For marketing, sales and managers.")
    @PostMapping("/v1/leads/{leadId}/assign")
    ResponseEntity<String> assign(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.AssignLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Take a marketing-qualified lead over",
            description =
                    "From MQL that awaits acceptance. A lead that is assigned is taken by that rep, or given to another by a manager. For sales and managers.")
    @PostMapping("/v1/leads/{leadId}/accept")
    ResponseEntity<String> accept(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.AcceptLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Send a marketing-qualified lead back, or out",
            description = "From MQL to NURTURE or DISQUALIFIED, by its disposition. For sales.")
    @PostMapping("/v1/leads/{leadId}/reject")
    ResponseEntity<String> reject(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.RejectLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Work a lead as an opportunity",
            description = "From MQL to SQL; where nobody accepted the lead, that is implied. For sales and managers.")
    @PostMapping("/v1/leads/{leadId}/qualify-sales")
    ResponseEntity<String> qualifySales(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.QualifySalesBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Revise what sales expects", description = "In SQL. For sales.")
    @PostMapping("/v1/leads/{leadId}/revise-opportunity")
    ResponseEntity<String> reviseOpportunity(
            @PathVariable LeadId leadId,
            @RequestBody FunnelBody.ReviseOpportunityBody body,
            HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Close an opportunity as won", description = "From SQL to CLOSED. For sales.")
    @PostMapping("/v1/leads/{leadId}/close-won")
    ResponseEntity<String> closeWon(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.CloseWonBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Close an opportunity as lost",
            description = "From SQL to CLOSED, with a reason of the playbook. For sales.")
    @PostMapping("/v1/leads/{leadId}/close-lost")
    ResponseEntity<String> closeLost(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.CloseLostBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Disqualify a lead and suppress its identities",
            description =
                    "While the lead is open or in NURTURE. For marketing in INQUIRY and NURTURE, for sales everywhere.")
    @PostMapping("/v1/leads/{leadId}/disqualify")
    ResponseEntity<String> disqualify(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.DisqualifyLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Send a lead to nurture",
            description = "From MQL, SQL, or CLOSED as LOST. For sales and marketing.")
    @PostMapping("/v1/leads/{leadId}/recycle")
    ResponseEntity<String> recycle(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.RecycleLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Take a disqualification back",
            description =
                    "From DISQUALIFIED to NURTURE, where the reason can be taken back. For a manager who is not the one who disqualified.")
    @PostMapping("/v1/leads/{leadId}/reinstate")
    ResponseEntity<String> reinstate(
            @PathVariable LeadId leadId, @RequestBody FunnelBody.ReinstateLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(summary = "Void a closure", description = "From CLOSED back to SQL, in the same pass. For managers.")
    @PostMapping("/v1/leads/{leadId}/reopen")
    ResponseEntity<String> reopen(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.ReopenLeadBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Restate a closure",
            description = "In CLOSED, with another amount of a win or another reason of a loss. For managers.")
    @PostMapping("/v1/leads/{leadId}/amend-closure")
    ResponseEntity<String> amendClosure(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.AmendClosureBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Record later revenue of a won lead",
            description = "In CLOSED as WON: an upsell, a renewal, or a refund. For sales and integration.")
    @PostMapping("/v1/leads/{leadId}/record-revenue")
    ResponseEntity<String> recordRevenue(
            @PathVariable LeadId leadId, @RequestBody ClosureBody.RecordRevenueBody body, HttpServletRequest request) {
        return execute(leadId, body, request);
    }

    @SingleCommand(
            summary = "Let a suppressed identity be delivered again",
            description =
                    "Of an active suppression whose reason can be taken back; the disqualified lead stays where it is. For a manager who is not the one who disqualified.",
            answer = SuppressionAnswer.class)
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
