package io.closedloop.lead.reporting;

import io.closedloop.lead.columnstore.Progress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer, with everything that it takes to get the same one again.
 *
 * @param asOf what was recorded until then is in it; null only where nothing has ever been recorded
 * @param position of the last event that is in it
 * @param groupBy the names of the groups, in the order of the keys
 * @param filters by name, as they were given
 * @param rows all of them, by main count descending, then by key
 */
public record Report<R extends ReportRow>(
        ReportDefinition definition,
        Basis basis,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId zone,
        boolean strict,
        @Nullable Instant asOf,
        long position,
        List<String> groupBy,
        SequencedMap<String, List<String>> filters,
        List<R> rows) {

    /** @param known the last event that is in the answer */
    public static <R extends ReportRow> Report<R> of(
            ReportDefinition definition, ReportRequest request, Progress known, List<R> rows) {
        var filters = new LinkedHashMap<String, List<String>>();
        request.filters().forEach((group, values) -> filters.put(group.parameter(), values));
        return new Report<>(
                definition,
                request.basis(),
                request.from(),
                request.to(),
                request.zone(),
                request.strict(),
                request.asOf() != null ? request.asOf() : known.recordedAt(),
                known.position(),
                request.groupBy().stream().map(Group::parameter).toList(),
                filters,
                rows.stream()
                        .sorted(Comparator.<R>comparingLong(ReportRow::mainCount)
                                .reversed()
                                .thenComparing(ReportRow::key))
                        .toList());
    }
}
