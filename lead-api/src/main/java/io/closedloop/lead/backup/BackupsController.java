package io.closedloop.lead.backup;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.Refuses;
import io.closedloop.lead.jobs.JobAnswers;
import io.closedloop.lead.jobs.Jobs;
import io.closedloop.lead.log.h2.H2Database;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Asks for backups of the embedded database. A server has tools of its own. */
@RestController
@Tag(name = "Administration")
class BackupsController {
    private final Optional<H2Database> embedded;
    private final Backups backups;
    private final Jobs jobs;

    BackupsController(Optional<H2Database> embedded, Backups backups, Jobs jobs) {
        this.embedded = embedded;
        this.backups = backups;
        this.jobs = jobs;
    }

    @PostMapping(path = "/v1/admin/backups", produces = MediaType.APPLICATION_JSON_VALUE)
    @JobAnswers.AcceptsJob
    @Operation(
            operationId = "createBackup",
            summary = "Has the embedded database copied while commands go on",
            description =
                    "A job of the kind backup, which for a large log takes minutes. Once it is DONE it says where the copy is, and up to which "
                            + "position it holds everything; that is everything that was acknowledged before the request. One backup is made "
                            + "at a time: 429 while another waits or is being made, with where that is in Location. On PostgreSQL there is nothing under this path: back it up with its own tools.")
    @Refuses({ProblemCode.NOT_FOUND, ProblemCode.TOO_MANY_REQUESTS})
    ResponseEntity<JsonNode> create(Actor actor) {
        Access.require(actor, Backups.ROLES);
        if (embedded.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND, "The database is a server: back it up with pg_dump or pg_basebackup.");
        }
        return JobAnswers.accepted(jobs.ask(backups, new Backups.Wanted(), actor));
    }
}
