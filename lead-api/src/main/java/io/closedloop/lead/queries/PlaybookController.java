package io.closedloop.lead.queries;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.Reason;
import io.closedloop.lead.playbook.ReasonClass;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The agreement that decisions are made under. */
@RestController
@Tag(name = "Playbook")
class PlaybookController {
    private final Playbook playbook;
    private final LogFollower follower;

    PlaybookController(Playbook playbook, LogFollower follower) {
        this.playbook = playbook;
        this.follower = follower;
    }

    /** The playbook in force. */
    @Schema(name = "Playbook", description = "The playbook in force.")
    record PlaybookView(int version, List<ReasonView> reasons) {}

    /**
     * A reason that decisions can give. Class and code together are its key.
     *
     * @param reversible whether a disqualification for it can be taken back
     * @param mayExpire whether the suppressions of such a disqualification may end by themselves
     * @param derailed whether a loss for it is no decision, which the narrow win rate leaves out
     * @param duplicate whether a disqualification for it is one of a duplicate, which no win rate counts
     * @param needsNote whether a note has to say more
     */
    @Schema(name = "Reason", description = "A reason that decisions can give. Class and code together are its key.")
    record ReasonView(
            @JsonProperty("class") ReasonClass reasonClass,
            String code,
            boolean reversible,
            boolean mayExpire,
            boolean derailed,
            boolean duplicate,
            boolean needsNote) {
        static ReasonView of(Reason reason) {
            return new ReasonView(
                    reason.reasonClass(),
                    reason.code(),
                    reason.reversible(),
                    reason.mayExpire(),
                    reason.derailed(),
                    reason.duplicate(),
                    reason.needsNote());
        }
    }

    @GetMapping(path = "/v1/playbook", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getPlaybook",
            summary = "The playbook in force, with its reason codes",
            description = "For all readers.")
    @TakesMinPosition
    PlaybookView playbook(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        var patience = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        follower.require(patience);
        return new PlaybookView(
                playbook.version(),
                playbook.reasons().stream().map(ReasonView::of).toList());
    }
}
