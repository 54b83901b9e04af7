package io.closedloop.lead.admin;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.instances.Instances;
import io.closedloop.lead.log.EventLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the log ends and how it is written; for {@code ADMIN} only. */
@RestController
@Tag(name = "Operations")
class LogController {
    private final Instances instances;
    private final EventLog log;

    LogController(Instances instances, EventLog log) {
        this.instances = instances;
        this.log = log;
    }

    @GetMapping(path = "/v1/admin/log", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getLog",
            summary = "The log's head, and every instance's appender: transactions, waits and syncs since it started",
            description = "Each instance says how it stands once a second.")
    LogView get(Actor actor) {
        Admins.require(actor);
        return new LogView(
                HeadView.of(log.head()),
                instances.seen().instances().stream().map(LogView.Appender::of).toList());
    }
}
