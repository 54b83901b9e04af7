package io.closedloop.lead.admin;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.catalogue.Streams;
import io.closedloop.lead.columnstore.DeadLetter;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.instances.InstanceLetter;
import io.closedloop.lead.instances.Instances;
import io.closedloop.lead.instances.Order;
import io.closedloop.lead.instances.Orders;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.stream.StreamType;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The dead letters, and the orders about them; for {@code ADMIN} only. */
@RestController
@Tag(name = "Operations")
class DeadLettersController {
    private static final String LETTERS = "/v1/admin/dead-letters";
    private static final int MOST = 1000;
    private static final int BY_DEFAULT = 100;

    private final Instances instances;
    private final Orders orders;
    private final EventLog log;

    DeadLettersController(Instances instances, Orders orders, EventLog log) {
        this.instances = instances;
        this.orders = orders;
        this.log = log;
    }

    @GetMapping(path = LETTERS, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listDeadLetters",
            summary = "The dead letters: events that the read models of any instance lack, in the order of positions",
            description =
                    "An event that cannot be written to the read models is parked, and later events of the same lead wait behind it; "
                            + "everything else goes on. The log itself is not affected.")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "after",
            description = "Those after this position.",
            schema = @Schema(type = "integer", format = "int64", minimum = "0", defaultValue = "0"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many a page has.",
            schema =
                    @Schema(
                            type = "integer",
                            format = "int32",
                            minimum = "1",
                            maximum = "" + MOST,
                            defaultValue = "" + BY_DEFAULT))
    DeadLetterView.Page list(Actor actor, QueryParameters parameters) {
        long after = parameters.integer("after", 0L, Long.MAX_VALUE).orElse(0);
        int limit = parameters.integer("limit", 1, MOST).orElse(BY_DEFAULT);
        Admins.require(actor);
        Map<UUID, String> names = names();
        Map<String, List<InstanceLetter>> found = instances.letters().stream()
                .filter(it -> it.letter().position() > after)
                .collect(Collectors.groupingBy(it -> it.letter().eventId(), LinkedHashMap::new, Collectors.toList()));
        List<DeadLetterView> items = found.entrySet().stream()
                .limit(limit)
                .map(it -> view(it.getValue(), orders.about(it.getKey()), names))
                .toList();
        return new DeadLetterView.Page(
                items, found.size() > items.size() ? items.getLast().position() : null);
    }

    @GetMapping(path = LETTERS + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getDeadLetter",
            summary = "One dead letter: an event that read models lack or lacked, with the outcome of orders about it",
            description = "Names every instance that parked it, with the cause.")
    DeadLetterView get(@PathVariable UUID id, Actor actor) {
        Admins.require(actor);
        return find(id);
    }

    @PostMapping(path = LETTERS + "/{id}/retry", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "retryDeadLetter",
            summary = "Tries a dead letter again on every instance that parked it",
            description =
                    "Also tries the events that wait behind it. Each instance does so within a second, or when it is back; read the dead letter again to see the outcome.")
    ResponseEntity<DeadLetterView> retry(@PathVariable UUID id, Actor actor) {
        Admins.require(actor);
        orders.retry(id.toString(), affected(id), actor.name());
        return accepted(id);
    }

    @PostMapping(path = LETTERS + "/{id}/discard", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "discardDeadLetter",
            summary = "Discards a dead letter: reports will lack the event",
            description =
                    "The events that wait behind it are written. The event stays listed as DISCARDED, also on later instances and rebuilt files, "
                            + "unless they can write it.")
    ResponseEntity<DeadLetterView> discard(@PathVariable UUID id, Actor actor) {
        Admins.require(actor);
        orders.discard(id.toString(), affected(id), actor.name());
        return accepted(id);
    }

    private ResponseEntity<DeadLetterView> accepted(UUID id) {
        return ResponseEntity.accepted()
                .location(URI.create(LETTERS + "/" + id))
                .body(find(id));
    }

    private List<UUID> affected(UUID id) {
        List<UUID> affected = letters(id).stream()
                .filter(it -> it.letter().state() == DeadLetter.State.PARKED)
                .map(InstanceLetter::instance)
                .toList();
        if (affected.isEmpty()) {
            throw none(id);
        }
        return affected;
    }

    private DeadLetterView find(UUID id) {
        List<InstanceLetter> letters = letters(id);
        List<Order> ordered = orders.about(id.toString());
        if (!letters.isEmpty()) {
            return view(letters, ordered, names());
        }
        if (ordered.isEmpty()) {
            throw none(id);
        }
        return healed(id, ordered);
    }

    /** No instance lacks it any more. */
    private DeadLetterView healed(UUID id, List<Order> ordered) {
        return log.byId(id.toString())
                .map(event -> {
                    StreamType kind = Streams.ALL.stream(event.streamType());
                    UUID stream = UUID.fromString(event.streamId());
                    return new DeadLetterView(
                            id,
                            event.position(),
                            event.type(),
                            LeadEvent.STREAM.equals(kind) ? stream : null,
                            SuppressionEvent.STREAM.equals(kind) ? stream : null,
                            event.recordedAt(),
                            List.of(),
                            ordered.stream().map(DeadLetterView.Ordered::of).toList());
                })
                .orElseThrow(() -> none(id));
    }

    private List<InstanceLetter> letters(UUID id) {
        return instances.letters().stream()
                .filter(it -> it.letter().eventId().equals(id.toString()))
                .toList();
    }

    private Map<UUID, String> names() {
        return instances.seen().instances().stream()
                .collect(Collectors.toMap(
                        seen -> seen.instance().id(), seen -> seen.instance().name()));
    }

    private DeadLetterView view(List<InstanceLetter> letters, List<Order> orders, Map<UUID, String> names) {
        DeadLetter letter = letters.getFirst().letter();
        StreamType known = Streams.ALL.streamOf(letter.type());
        // Read models name no type that they do not know; the log does.
        Optional<StoredEvent> unknown = known == null ? log.byId(letter.eventId()) : Optional.empty();
        StreamType kind = unknown.map(it -> Streams.ALL.stream(it.streamType())).orElse(known);
        return new DeadLetterView(
                UUID.fromString(letter.eventId()),
                letter.position(),
                unknown.map(StoredEvent::type).orElse(letter.type()),
                // A kind of stream that is unknown here is most likely a new one of leads.
                kind == null || kind.equals(LeadEvent.STREAM) ? letter.stream() : null,
                SuppressionEvent.STREAM.equals(kind) ? letter.stream() : null,
                letter.recordedAt(),
                letters.stream()
                        .map(it -> new DeadLetterView.OnInstance(
                                it.instance(),
                                names.getOrDefault(it.instance(), "unknown"),
                                it.letter().state(),
                                it.letter().cause(),
                                it.letter().parkedAt(),
                                it.waiting()))
                        .toList(),
                orders.stream().map(DeadLetterView.Ordered::of).toList());
    }

    private static ProblemException none(UUID id) {
        return ProblemException.of(
                ProblemCode.NOT_FOUND, "No instance has parked an event with the id %s.".formatted(id));
    }
}
