package io.closedloop.lead.queries;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.folding.LeadFolder;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.Refuses;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.playbook.Playbook;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One lead: now, as it was, and how it came to be so. From the log itself, so always current. */
@RestController
@RequestMapping(path = "/v1/leads", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Leads")
class LeadsController {
    private static final int MOST_EVENTS = 1000;

    private final LogReader reader;
    private final LeadFolder folder;
    private final LogFollower follower;
    private final LeadSearch search;
    private final Playbook playbook;

    LeadsController(LogReader reader, LeadFolder folder, LogFollower follower, LeadSearch search, Playbook playbook) {
        this.reader = reader;
        this.folder = folder;
        this.follower = follower;
        this.search = search;
        this.playbook = playbook;
    }

    /** A lead's events with the states between them. */
    @Schema(name = "History", description = "A lead's events, with the lead before and after each.")
    record History(
            List<EventViews.HistoryItem> items, @Nullable String nextCursor, long position) {}

    @GetMapping("/{leadId}")
    @Operation(
            operationId = "getLead",
            summary = "A lead as it is now, or as it was",
            description =
                    "Now without parameters; with version, after so many of its events; with asOf, as it was known at that instant. For all readers.")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "version",
            description = "The lead after so many of its events. Not together with asOf.",
            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "asOf",
            description =
                    "The lead as it was known at this instant, by the time when events were recorded. Not in the future.",
            schema = @Schema(type = "string", format = "date-time"))
    @TakesMinPosition
    ResponseEntity<LeadView> lead(
            @PathVariable LeadId leadId, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        OptionalLong version = parameters.integer("version", 1L, Long.MAX_VALUE);
        Instant asOf = parameters.instant("asOf");
        if (version.isPresent() && asOf != null) {
            throw QueryParameters.wrong("asOf", "cannot be combined with version");
        }
        var patience = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        follower.require(patience);
        boolean personalData = Access.seesPersonalData(actor);
        Optional<LogReader.Known> found = asOf != null
                ? asOf(leadId, asOf, personalData)
                : version.isPresent()
                        ? reader.leadAtVersion(leadId, version.getAsLong(), personalData)
                        : folder.now(leadId).map(lead -> new LogReader.Known(lead.lead(), lead.position()));
        LogReader.Known known = found.orElseThrow(() -> notFound(leadId, version.isPresent() || asOf != null));
        return ResponseEntity.ok()
                .eTag("\"" + known.lead().version() + "\"")
                .varyBy("Accept", "Authorization")
                .body(LeadView.of(known.lead(), known.position(), personalData, playbook));
    }

    @GetMapping("/{leadId}/history")
    @Operation(
            operationId = "getLeadHistory",
            summary = "Every event of a lead, with the lead before and after each",
            description = "A page has 1000 events, or as many as limit says. For all readers but analysts.")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many events a page has.",
            schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "" + MOST_EVENTS))
    @TakesCursor
    @TakesMinPosition
    History history(@PathVariable LeadId leadId, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        int limit = parameters.integer("limit", 1, MOST_EVENTS).orElse(MOST_EVENTS);
        String kind = "history of " + leadId;
        Cursor cursor = parameters.read("cursor", text -> Cursor.parse(text, kind, 2));
        var patience = Patience.of(parameters, request);
        Access.require(actor, Access.PERSONAL_DATA_READERS);
        follower.require(patience);
        StoredEvent last = reader.lastEvent(leadId).orElseThrow(() -> notFound(leadId, false));
        long events = last.sequence() + 1;
        long first = cursor == null ? 0 : cursor.number(1, events);
        long end = Math.min(first + limit, events);
        return new History(
                reader.history(leadId, first, end).stream()
                        .map(step -> EventViews.historyItem(
                                step, reader.revision(step.event()), reader.inClear(step.event()), playbook))
                        .toList(),
                end < events ? new Cursor(List.of(kind, Long.toString(end))).text() : null,
                last.position());
    }

    @PostMapping("/search")
    @Operation(
            operationId = "searchLeads",
            summary = "The leads, open or not, that ever held an identity",
            description =
                    "Exact, the one that got the identity last first. In a body, so that personal data reach no access log. For all readers but analysts.")
    @Refuses(ProblemCode.EVENT_UNKNOWN)
    @TakesMinPosition
    LeadPage search(
            @RequestBody LeadSearch.Wanted wanted,
            Actor actor,
            QueryParameters parameters,
            HttpServletRequest request) {
        var patience = Patience.of(parameters, request);
        Access.require(actor, Access.PERSONAL_DATA_READERS);
        LeadSearch.Identified identified = search.identify(wanted);
        if (!identified.errors().isEmpty()) {
            throw new ProblemException(
                    Problem.of(ProblemCode.INVALID_COMMAND, "The search names nothing that can be searched for.")
                            .withErrors(List.<FieldError>copyOf(identified.errors())));
        }
        follower.require(patience);
        LogHead head = follower.head();
        List<LeadView> found = reader.leads(search.everHeld(identified.identities()), head.position(), true).stream()
                .map(known -> LeadView.of(known.lead(), known.position(), true, playbook))
                .toList();
        return new LeadPage(found, null, head.position());
    }

    /** Or a GET of it would be taken for a lead whose id is no UUID. */
    @Hidden
    @GetMapping("/search")
    void searchWithoutABody() throws HttpRequestMethodNotSupportedException {
        throw new HttpRequestMethodNotSupportedException("GET", List.of("POST"));
    }

    private Optional<LogReader.Known> asOf(LeadId leadId, Instant asOf, boolean personalData) {
        LogHead head = follower.headAt("asOf", asOf);
        return reader.leadAsOf(leadId, asOf, head.position(), personalData);
    }

    /** A lead that is there now, but was not then, is another thing than a lead that is not there. */
    private ProblemException notFound(LeadId leadId, boolean earlier) {
        if (earlier && reader.exists(leadId)) {
            return ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "The lead %s has not reached this version, or was not registered at this instant."
                            .formatted(leadId));
        }
        return ProblemException.of(ProblemCode.LEAD_NOT_FOUND, "There is no lead %s.".formatted(leadId));
    }
}
