package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/** The way in for single commands: what the endpoints hand their bodies to. */
public interface CommandDoor {
    /** Carries a command of a lead out and waits for what becomes of it. */
    ResponseEntity<String> execute(LeadId leadId, CommandBody body, HttpServletRequest request);

    /** As {@link #execute}, of a command that a lead begins with. */
    ResponseEntity<String> begin(BeginningBody body, HttpServletRequest request);

    /** Lifts a suppression and waits for what becomes of it. */
    ResponseEntity<String> lift(SuppressionId suppressionId, LiftSuppressionBody body, HttpServletRequest request);
}
