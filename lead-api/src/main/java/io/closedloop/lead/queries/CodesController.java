package io.closedloop.lead.queries;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.codes.CodeList;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.readmodels.ReadModels;
import io.closedloop.lead.waiting.Waits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the free codes in use. */
@RestController
@Tag(name = "Leads")
class CodesController {
    private static final String CURSOR = "codes";

    private final ReadModels readModels;
    private final Waits waits;

    CodesController(ReadModels readModels, Waits waits) {
        this.readModels = readModels;
        this.waits = waits;
    }

    /**
     * A part of the list.
     *
     * @param position the position of the log that the page speaks for
     */
    @Schema(name = "CodePage", description = "A part of the list of codes.")
    record CodePage(List<CodesView> items, @Nullable String nextCursor, long position) {}

    @Schema(
            name = "Codes",
            description =
                    "A code, or several that differ in nothing but upper and lower case, or in forms of the same letters.")
    record CodesView(
            @Schema(description = "what the codes stand for, by the name of the filter")
            String kind,

            @Schema(description = "those with the most leads first, a hundred at most")
            List<CodeView> codes,

            @Schema(description = "how many there are, those that are not shown included")
            long written) {
        static CodesView of(CodeList.Entry entry) {
            return new CodesView(
                    entry.kind(),
                    entry.codes().stream()
                            .map(code -> new CodeView(code.code(), code.leads()))
                            .toList(),
                    entry.written());
        }
    }

    @Schema(name = "Code", description = "A code as it is written, and how many leads have it.")
    record CodeView(
            String code,

            @Schema(description = "how many leads have it; of an owner, how many had it in one of their passes")
            long leads) {}

    @GetMapping(path = "/v1/codes", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listCodes",
            summary = "The free codes in use: owners, origins, campaigns, landing pages, with how many leads have them",
            description = "In the order of the alphabet. For all readers.")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "similar",
            description = "Only those that are written in several ways, which are probably meant to be one.",
            schema = @Schema(type = "boolean", defaultValue = "false"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "kind",
            description = "Only codes of this kind.",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"campaign", "landingPage", "origin", "owner"}))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many a page has.",
            schema =
                    @Schema(
                            type = "integer",
                            minimum = "1",
                            maximum = "" + CodeList.MAX_LIMIT,
                            defaultValue = "" + CodeList.DEFAULT_LIMIT))
    @TakesCursor
    @TakesMinPosition
    CodePage list(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        Place place = parameters.read("cursor", Place::parse);
        var wanted = new CodeList.Wanted(
                parameters.read("kind", CodesController::kind),
                parameters.flag("similar"),
                parameters.integer("limit", 1, CodeList.MAX_LIMIT).orElse(CodeList.DEFAULT_LIMIT),
                place == null ? null : place.after());
        Patience given = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        // A cursor wants to see at least what the page before has seen.
        long needed = Math.max(given.minPosition(), place == null ? 0 : place.position());
        waits.await(request, actor, given.atMost(), readModels, () -> needed);
        CodeList.Page page = readModels.ask(actor, snapshot -> CodeList.find(snapshot, wanted));
        CodeList.Place next = page.next();
        return new CodePage(
                page.entries().stream().map(CodesView::of).toList(),
                next == null ? null : new Place(next, page.position()).text(),
                page.position());
    }

    private static String kind(String name) {
        if (!CodeList.KINDS.contains(name)) {
            throw new IllegalArgumentException("is one of " + String.join(", ", CodeList.KINDS));
        }
        return name;
    }

    /** Where a page ended, and what it spoke for. */
    private record Place(CodeList.Place after, long position) {
        String text() {
            // What separates the parts of a cursor may stand in a code.
            String code = Base64.getUrlEncoder().encodeToString(after.code().getBytes(StandardCharsets.UTF_8));
            return new Cursor(List.of(CURSOR, after.kind(), code, Long.toString(position))).text();
        }

        static Place parse(String text) {
            Cursor cursor = Cursor.parse(text, CURSOR, 4);
            List<String> parts = cursor.parts();
            String code = new String(Base64.getUrlDecoder().decode(parts.get(2)), StandardCharsets.UTF_8);
            if (code.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("is not the nextCursor of a page of this list");
            }
            return new Place(new CodeList.Place(kind(parts.get(1)), code), cursor.number(3, Long.MAX_VALUE));
        }
    }
}
