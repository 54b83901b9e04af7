package io.closedloop.lead.reports;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.StreamedBody;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.queries.CsvList;
import io.closedloop.lead.queries.LogFollower;
import io.closedloop.lead.queries.Patience;
import io.closedloop.lead.readmodels.ReadModels;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.answer.Explanation;
import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.table.CsvForm;
import io.closedloop.lead.waiting.Waits;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Asks a report: reads the parameters, waits for the position, and does no work for an answer that the caller already
 * has.
 *
 * <p>Before it answers for an instant, it has the log's clock moved to that instant, so that no instance can record
 * anything before it any more, and waits until the read models know everything that had been recorded until then. So
 * the answer stays the same for ever.
 */
@Component
class ReportDesk {
    private static final String AS_OF = "asOf";

    private final ReportCatalogue catalogue;
    private final ReadModels readModels;
    private final LogFollower follower;
    private final Waits waits;

    ReportDesk(ReportCatalogue catalogue, ReadModels readModels, LogFollower follower, Waits waits) {
        this.catalogue = catalogue;
        this.readModels = readModels;
        this.follower = follower;
        this.waits = waits;
    }

    ReportCatalogue catalogue() {
        return catalogue;
    }

    /**
     * @param as what it is answered as
     * @throws ProblemException 404 where there is no such report, 400 for a wrong parameter, 403 for who is no reader,
     *     503 while the read models are behind
     */
    ResponseEntity<Object> report(
            String id, Representation as, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        ReportQuery report = find(id, parameters);
        ReportRequest question =
                ReadModels.reading(() -> ReportRequest.parse(questionIn(parameters.asMap()), report.definition()));
        Representation.Writing writing = ReadModels.reading(() -> as.asked(parameters.asMap(), report.definition()));
        Patience given = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        var instants = new TreeMap<String, Instant>();
        put(instants, AS_OF, question.asOf());
        ReportRequest compared = question.compared();
        put(instants, "compareTo", compared == null ? null : compared.asOf());
        await(request, actor, given, given.minPosition(), instants);

        Set<String> known = knownTags(request);
        if (!known.isEmpty()) {
            String current = readModels.ask(
                    actor,
                    snapshot -> tag(
                            report.definition(),
                            parameters,
                            as,
                            Question.position(question, snapshot),
                            compared == null ? null : Question.position(compared, snapshot),
                            snapshot.lacking()));
            if (known.contains(opaque(current)) || known.contains("*")) {
                return ResponseEntity.status(304)
                        .eTag(current)
                        .varyBy("Accept", "Authorization")
                        .build();
            }
        }
        record Answered(Report report, Supplier<Object> body, String lacking) {}
        Answered answered = readModels.ask(actor, snapshot -> {
            Report asked = Report.ask(report, snapshot, question);
            return new Answered(asked, writing.of(asked, snapshot), snapshot.lacking());
        });
        Report answer = answered.report();
        Report.Base base = answer.base();
        ResponseEntity.BodyBuilder ok = ResponseEntity.ok();
        String file = as.contentDisposition(report.definition());
        if (file != null) {
            ok.header(HttpHeaders.CONTENT_DISPOSITION, file);
        }
        return ok.contentType(as.mediaType())
                .eTag(tag(
                        report.definition(),
                        parameters,
                        as,
                        answer.position(),
                        base == null ? null : base.position(),
                        answered.lacking()))
                .varyBy("Accept", "Authorization")
                .body(answered.body().get());
    }

    /** The leads behind a number. */
    LeadsBehindView leads(String id, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        ReportQuery report = find(id, parameters);
        CellRequest cell = cell(report, parameters);
        Paging paging = Paging.of(parameters);
        Patience given = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        var instants = new TreeMap<String, Instant>();
        put(instants, AS_OF, cell.question().asOf());
        String cursor = paging.cursor();
        long seen = cursor == null ? 0 : ReadModels.reading(() -> LeadsBehind.position(cursor, cell));
        await(request, actor, given, Math.max(seen, given.minPosition()), instants);
        return LeadsBehindView.of(behind(report, cell, paging.limit(), cursor, actor));
    }

    /** All leads behind a number, or as many as {@code limit} says. */
    ResponseEntity<StreamedBody> leadsAsCsv(
            String id, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        ReportQuery report = find(id, parameters);
        CellRequest cell = cell(report, CsvList.withoutForm(parameters.asMap()));
        CsvForm form = CsvList.form(parameters);
        boolean all = parameters.text("limit") == null;
        int limit = all ? LeadsBehind.MAX_LIMIT : Paging.of(parameters).limit();
        Patience given = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        var instants = new TreeMap<String, Instant>();
        put(instants, AS_OF, cell.question().asOf());
        await(request, actor, given, given.minPosition(), instants);
        LeadsBehind first = behind(report, cell, limit, null, actor);
        return CsvList.of(
                report.definition().id() + "-leads",
                form,
                LeadsBehindView.columns(first),
                page(first, report, cell, limit, all, actor));
    }

    private CsvList.Page page(
            LeadsBehind found, ReportQuery report, CellRequest cell, int limit, boolean all, Actor actor) {
        String next = all ? found.nextCursor() : null;
        return new CsvList.Page(
                LeadsBehindView.rows(found),
                next == null
                        ? null
                        : () -> page(behind(report, cell, limit, next, actor), report, cell, limit, true, actor));
    }

    private LeadsBehind behind(ReportQuery report, CellRequest cell, int limit, @Nullable String cursor, Actor actor) {
        return readModels.ask(actor, snapshot -> LeadsBehind.ask(report, snapshot, cell, limit, cursor));
    }

    /** Why a number is not what it was at {@code asOf}; that is given once, for then and now, or twice. */
    ExplanationView explain(String id, Actor actor, QueryParameters parameters, HttpServletRequest request) {
        ReportQuery report = find(id, parameters);
        List<String> asOf = parameters.asMap().getOrDefault(AS_OF, List.of());
        if (asOf.isEmpty() || asOf.size() > 2) {
            throw QueryParameters.wrong(
                    AS_OF, "is given once, to compare with all that is known now, or twice, to compare two instants");
        }
        // The order in which the two are given says nothing.
        List<CellRequest> cells = asOf.stream()
                .map(instant -> cell(report, without(parameters, Map.of(AS_OF, List.of(instant)))))
                .sorted((a, b) -> instant(a).compareTo(instant(b)))
                .toList();
        CellRequest cell = cells.size() == 2 ? cells.get(1) : cell(report, without(parameters, Map.of()));
        Instant earlier = instant(cells.getFirst());
        Paging paging = Paging.of(parameters);
        Patience given = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        var instants = new TreeMap<String, Instant>();
        put(instants, AS_OF, instant(cells.getLast()));
        String cursor = paging.cursor();
        long seen = cursor == null ? 0 : ReadModels.reading(() -> Explanation.position(cursor, cell, earlier));
        await(request, actor, given, Math.max(seen, given.minPosition()), instants);
        return ExplanationView.of(
                ReportView.Definition.of(report.definition()),
                cell.column(),
                readModels.ask(
                        actor, snapshot -> Explanation.ask(report, snapshot, cell, earlier, paging.limit(), cursor)));
    }

    private static Instant instant(CellRequest cell) {
        Instant asOf = cell.question().asOf();
        return asOf == null ? Instant.MAX : asOf;
    }

    private ReportQuery find(String id, QueryParameters parameters) {
        return catalogue.find(id, parameters.text("definition"));
    }

    private static CellRequest cell(ReportQuery report, QueryParameters parameters) {
        return cell(report, parameters.asMap());
    }

    private static CellRequest cell(ReportQuery report, Map<String, List<String>> parameters) {
        return ReadModels.reading(() -> CellRequest.parse(withoutPaging(parameters), report.definition()));
    }

    /** The question itself, without what it is answered as. */
    private static Map<String, List<String>> questionIn(Map<String, List<String>> parameters) {
        var question = withoutPaging(parameters);
        Representation.allParameters().forEach(question::remove);
        return question;
    }

    /** The question itself, without which part of the answer is wanted and how fresh. */
    private static Map<String, List<String>> withoutPaging(Map<String, List<String>> parameters) {
        var question = new TreeMap<>(parameters);
        Paging.NAMES.forEach(question::remove);
        return question;
    }

    /**
     * The tags of the answers that the asker has; weak or not, they are compared as if they were (RFC 9110, 13.1.2).
     */
    private static Set<String> knownTags(HttpServletRequest request) {
        return Collections.list(request.getHeaders("If-None-Match")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(tag -> opaque(tag.strip()))
                .collect(Collectors.toSet());
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    private static Map<String, List<String>> without(QueryParameters parameters, Map<String, List<String>> instead) {
        var others = new TreeMap<>(parameters.asMap());
        others.remove(AS_OF);
        others.putAll(instead);
        return others;
    }

    private static void put(Map<String, Instant> instants, String name, @Nullable Instant instant) {
        if (instant != null) {
            instants.put(name, instant);
        }
    }

    /** Waits for a position, and for all that was recorded until each of the instants. */
    private void await(
            HttpServletRequest request, Actor actor, Patience given, long position, Map<String, Instant> instants) {
        waits.await(request, actor, given.atMost(), readModels, () -> {
            long last = position;
            for (Map.Entry<String, Instant> asked : instants.entrySet()) {
                LogHead head = follower.headAt(asked.getKey(), asked.getValue());
                last = Math.max(last, head.position());
            }
            return last;
        });
    }

    /**
     * What makes an answer what it is: the definition, the question, the media type, how far the log was known, and
     * what of it could not be. It is a weak one, because the answer may be compressed on its way, and is then not the
     * same byte by byte.
     */
    private static String tag(
            ReportDefinition definition,
            QueryParameters parameters,
            Representation as,
            long position,
            @Nullable Long basePosition,
            String lacking) {
        Map<String, List<String>> question = new TreeMap<>(parameters.asMap());
        Stream.of("minPosition", "definition").forEach(question::remove);
        String all = "%s %d %s %s %d %s %s"
                .formatted(
                        definition.id(),
                        definition.version(),
                        question,
                        as.mediaType(),
                        position,
                        basePosition,
                        lacking);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return "W/\"" + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Which page of a list is wanted. */
    private record Paging(int limit, @Nullable String cursor) {
        private static final List<String> NAMES = List.of("limit", "cursor", "minPosition");

        static Paging of(QueryParameters parameters) {
            long limit = parameters.integer("limit", 1, LeadsBehind.MAX_LIMIT).orElse(LeadsBehind.DEFAULT_LIMIT);
            return new Paging(Math.toIntExact(limit), parameters.text("cursor"));
        }
    }
}
