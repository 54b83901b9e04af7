package io.closedloop.lead.admin;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.instances.Instances;
import io.closedloop.lead.instances.Orders;
import io.closedloop.lead.instances.SeenInstance;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.LogEpochs;
import io.closedloop.lead.log.LogHead;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the log ends and how it is written; for {@code ADMIN} only. */
@RestController
@Tag(name = "Operations")
class LogController {
    private static final Logger LOG = LoggerFactory.getLogger(LogController.class);

    private final Instances instances;
    private final EventLog log;
    private final LogEpochs epochs;
    private final Orders orders;

    LogController(Instances instances, EventLog log, LogEpochs epochs, Orders orders) {
        this.instances = instances;
        this.log = log;
        this.epochs = epochs;
        this.orders = orders;
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

    @PostMapping(path = "/v1/admin/log/epoch", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "beginEpoch",
            summary = "Begins a new epoch, after the log was set back",
            description =
                    "After a restore to an earlier point, or a failover without synchronous replication, before commands go on: readers that "
                            + "name the former epoch are told up to which position the log is still the same, streams end, and every instance "
                            + "rebuilds its read models. Done twice, it begins two.")
    HeadView beginEpoch(Actor actor) {
        Admins.require(actor);
        LogHead head = epochs.begin();
        orderRebuilds(actor);
        return HeadView.of(head);
    }

    /** The epoch has begun, whatever becomes of this: whoever were told otherwise would begin another. */
    private void orderRebuilds(Actor actor) {
        try {
            orders.rebuild(
                    instances.seen().instances().stream()
                            .filter(SeenInstance::present)
                            .map(seen -> seen.instance().id())
                            .toList(),
                    actor.name());
        } catch (RuntimeException e) {
            LOG.error("The log's new epoch has begun, but no rebuild could be ordered; order one of every instance", e);
        }
    }
}
