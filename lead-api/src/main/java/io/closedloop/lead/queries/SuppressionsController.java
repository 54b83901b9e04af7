package io.closedloop.lead.queries;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.StreamedBody;
import io.closedloop.lead.http.Uuids;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.log.KnownSuppression;
import io.closedloop.lead.log.SuppressionEnd;
import io.closedloop.lead.log.Suppressions;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.reporting.table.CsvForm;
import io.closedloop.lead.suppression.SuppressionId;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Identities that must not be delivered again: their hashes, never themselves. */
@RestController
@RequestMapping(path = "/v1/suppressions", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Suppressions")
class SuppressionsController {
    private static final String CURSOR = "suppressions";
    private static final int PAGE = 100;
    /** Of a list that is streamed, how many are in memory. */
    private static final int LINES = 1000;

    private static final List<String> COLUMNS = List.of(
            "suppressionId",
            "leadId",
            "kind",
            "hash",
            "base",
            "reason",
            "disqualifiedBy",
            "occurredAt",
            "expiresAt",
            "active",
            "endedBy",
            "endedPosition",
            "blocked",
            "version");

    private final Suppressions suppressions;
    private final LogFollower follower;
    private final Playbook playbook;

    SuppressionsController(Suppressions suppressions, LogFollower follower, Playbook playbook) {
        this.suppressions = suppressions;
        this.follower = follower;
        this.playbook = playbook;
    }

    /**
     * A suppression.
     *
     * @param leadId the disqualified lead that it comes from
     * @param kind what kind of identity it is
     * @param hash a keyed hash of the identity
     * @param base the hash that an e-mail address shares with its plus-variants, which are kept out with it; null where
     *     only the identity itself is
     * @param reason why the lead was disqualified
     * @param disqualifiedBy the id of the key that disqualified it
     * @param occurredAt when it was disqualified
     * @param expiresAt when the suppression ends by itself; null when it does not
     * @param active whether it stands against a delivery now
     * @param endedBy what ended it before it expired
     * @param endedPosition the position of the event that ended it
     * @param blocked how many commands were refused for it
     * @param version the number of events in its own stream
     */
    @Schema(name = "Suppression", description = "An identity that must not be delivered again: its hash, never itself.")
    record SuppressionView(
            UUID suppressionId,
            UUID leadId,
            IdentityKind kind,
            String hash,
            @Nullable String base,
            String reason,
            UUID disqualifiedBy,
            Instant occurredAt,
            @Nullable Instant expiresAt,
            boolean active,
            @Nullable SuppressionEnd endedBy,
            @Nullable Long endedPosition,
            long blocked,
            long version) {
        List<@Nullable Object> row() {
            return Arrays.asList(
                    suppressionId,
                    leadId,
                    kind,
                    hash,
                    base,
                    reason,
                    disqualifiedBy,
                    occurredAt,
                    expiresAt,
                    active,
                    endedBy,
                    endedPosition,
                    blocked,
                    version);
        }

        static SuppressionView of(KnownSuppression state, Instant now) {
            return new SuppressionView(
                    state.suppressionId().value(),
                    state.leadId().value(),
                    state.identity().kind(),
                    state.identity().hash(),
                    state.base(),
                    state.reason(),
                    state.disqualifiedBy().value(),
                    state.occurredAt(),
                    state.expiresAt(),
                    state.activeAt(now),
                    state.endedBy(),
                    state.endedPosition(),
                    state.blocked(),
                    state.version());
        }
    }

    /**
     * A part of the list.
     *
     * @param position the position of the log that the page speaks for
     */
    @Schema(name = "SuppressionPage", description = "A part of the list of suppressions.")
    record SuppressionPage(
            List<SuppressionView> items, @Nullable String nextCursor, long position) {}

    @GetMapping
    @Operation(
            operationId = "listSuppressions",
            summary = "Suppressions, the newest disqualification first",
            description = "A hundred on a page; as text/csv all of them in one answer. For all readers.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A page of the list; as CSV all of it.",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = SuppressionPage.class)),
                                @Content(mediaType = "text/csv", schema = @Schema(type = "string"))
                            }))
    @SuppressionFilters
    @TakesCursor
    @TakesCsvForm
    @TakesMinPosition
    SuppressionPage list(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        CsvList.requireNone(parameters);
        var filter = new Suppressions.Filter(parameters.truth("active"), parameters.read("reason", this::reason));
        Place place = parameters.read("cursor", Place::parse);
        var patience = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        follower.require(patience);
        Instant at = place == null ? suppressions.judgedAt() : place.at();
        long position = place == null ? follower.head().position() : place.position();
        List<KnownSuppression> found = suppressions.page(filter, place == null ? null : place.after(), PAGE + 1, at);
        List<KnownSuppression> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        String next = found.size() > PAGE
                ? Place.behind(shown.getLast(), at, position).text()
                : null;
        return new SuppressionPage(
                shown.stream().map(state -> SuppressionView.of(state, at)).toList(), next, position);
    }

    /** Described with the page: OpenAPI has one operation for a path and method. */
    @GetMapping(produces = "text/csv")
    @Hidden
    @SuppressionFilters
    @TakesCsvForm
    @TakesMinPosition
    ResponseEntity<StreamedBody> csv(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        var filter = new Suppressions.Filter(parameters.truth("active"), parameters.read("reason", this::reason));
        CsvForm form = CsvList.form(parameters);
        var patience = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        follower.require(patience);
        return CsvList.of("suppressions", form, COLUMNS, page(filter, null, suppressions.judgedAt()));
    }

    private CsvList.Page page(Suppressions.Filter filter, Suppressions.@Nullable Cursor after, Instant at) {
        List<KnownSuppression> found = suppressions.page(filter, after, LINES, at);
        return new CsvList.Page(
                found.stream().map(state -> SuppressionView.of(state, at).row()).toList(),
                found.size() < LINES
                        ? null
                        : () -> page(
                                filter,
                                new Suppressions.Cursor(
                                        found.getLast().disqualifiedPosition(),
                                        found.getLast().suppressionId()),
                                at));
    }

    /** A mistyped code would find nothing, and look as if nobody were suppressed for it. */
    private String reason(String code) {
        List<String> codes = playbook.codes(ReasonClass.DISQUALIFY);
        if (!codes.contains(code)) {
            throw new IllegalArgumentException("is one of " + String.join(", ", codes));
        }
        return code;
    }

    @GetMapping("/{suppressionId}")
    @Operation(operationId = "getSuppression", summary = "One suppression", description = "For all readers.")
    @TakesMinPosition
    SuppressionView one(
            @PathVariable SuppressionId suppressionId,
            Actor actor,
            QueryParameters parameters,
            HttpServletRequest request) {
        var patience = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        follower.require(patience);
        return suppressions
                .find(suppressionId)
                .map(state -> SuppressionView.of(state, suppressions.judgedAt()))
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.SUPPRESSION_NOT_FOUND, "There is no suppression %s.".formatted(suppressionId)));
    }

    /** Where a page ended, and what all pages of one list speak for. */
    private record Place(Suppressions.Cursor after, Instant at, long position) {
        static Place behind(KnownSuppression last, Instant at, long position) {
            return new Place(new Suppressions.Cursor(last.disqualifiedPosition(), last.suppressionId()), at, position);
        }

        String text() {
            return new Cursor(List.of(
                            CURSOR,
                            Long.toString(after.disqualifiedPosition()),
                            after.suppressionId().toString(),
                            at.toString(),
                            Long.toString(position)))
                    .text();
        }

        static Place parse(String text) {
            Cursor cursor = Cursor.parse(text, CURSOR, 5);
            var last = new SuppressionId(Uuids.parse(cursor.parts().get(2)));
            return new Place(
                    new Suppressions.Cursor(cursor.number(1, Long.MAX_VALUE), last),
                    cursor.instant(3),
                    cursor.number(4, Long.MAX_VALUE));
        }
    }
}
