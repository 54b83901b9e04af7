package io.closedloop.lead.reports;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.queries.Patience;
import io.closedloop.lead.readmodels.ReadModels;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.ReportRow;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Asks a report: reads the parameters, waits for the position, and does no work for an answer that the asker has. */
@Component
class ReportDesk {
    private final ReadModels readModels;

    ReportDesk(ReadModels readModels) {
        this.readModels = readModels;
    }

    /**
     * @param as the media type of the answer
     * @param body what is answered
     * @throws ProblemException 400 for a wrong parameter, 403 for who is no reader, 503 while the read models are
     *     behind
     */
    <R extends ReportRow> ResponseEntity<Object> answer(
            ReportQuery<R> query,
            MediaType as,
            Function<Report<R>, Object> body,
            Actor actor,
            QueryParameters parameters,
            HttpServletRequest request) {
        ReportRequest question = ReadModels.reading(() -> ReportRequest.parse(parameters.asMap(), query.definition()));
        var patience = Patience.of(parameters, request);
        Access.require(actor, Access.READERS);
        patience.await(readModels::await, readModels::position);
        String known = request.getHeader("If-None-Match");
        String current = tag(query.definition(), parameters, as, readModels.position());
        if (known != null && List.of(known.split("\\s*,\\s*")).contains(current)) {
            return ResponseEntity.status(304)
                    .eTag(current)
                    .varyBy("Accept", "Authorization")
                    .build();
        }
        Report<R> report = readModels.ask(snapshot -> query.ask(snapshot, question));
        return ResponseEntity.ok()
                .contentType(as)
                .eTag(tag(query.definition(), parameters, as, report.position()))
                .varyBy("Accept", "Authorization")
                .body(body.apply(report));
    }

    /** What makes an answer what it is: the definition, the question, the media type and how far the log was known. */
    private static String tag(ReportDefinition definition, QueryParameters parameters, MediaType as, long position) {
        Map<String, List<String>> question = new TreeMap<>(parameters.asMap());
        question.remove("minPosition");
        String all = "%s %d %s %s %d".formatted(definition.id(), definition.version(), question, as, position);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
