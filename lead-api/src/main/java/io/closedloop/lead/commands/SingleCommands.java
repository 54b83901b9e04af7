package io.closedloop.lead.commands;

import io.closedloop.lead.commands.body.BeginningBody;
import io.closedloop.lead.commands.body.CommandBody;
import io.closedloop.lead.commands.body.CommandDoor;
import io.closedloop.lead.commands.body.LiftSuppressionBody;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.suppression.SuppressionId;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Carries single commands out: it reads, hands over and answers; {@link CommandService} does the rest. */
@Component
class SingleCommands implements CommandDoor {
    private final CommandService commands;

    SingleCommands(CommandService commands) {
        this.commands = commands;
    }

    @Override
    public ResponseEntity<String> execute(LeadId leadId, CommandBody body, HttpServletRequest request) {
        return answer(commands.execute(CommandRequests.of(request), new Target.ById(leadId), body));
    }

    @Override
    public ResponseEntity<String> begin(BeginningBody body, HttpServletRequest request) {
        return execute(CommandService.leadIdOf(body), body, request);
    }

    @Override
    public ResponseEntity<String> lift(
            SuppressionId suppressionId, LiftSuppressionBody body, HttpServletRequest request) {
        return answer(commands.lift(CommandRequests.of(request), suppressionId, body));
    }

    private static ResponseEntity<String> answer(Answer answer) {
        var headers = new HttpHeaders();
        answer.headers().forEach(headers::set);
        return ResponseEntity.status(answer.status()).headers(headers).body(answer.body());
    }
}
