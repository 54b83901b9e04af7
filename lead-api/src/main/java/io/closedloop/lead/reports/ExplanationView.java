package io.closedloop.lead.reports;

import io.closedloop.lead.reporting.answer.Explanation;
import io.closedloop.lead.reporting.answer.LeadsBehind.Unit;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a number has changed, as the service answers it. */
@Schema(name = "Explanation", description = "Why a number has changed.")
record ExplanationView(
        ReportView.Definition definition,
        String column,
        Known before,
        Known now,
        List<Change> items,
        @Nullable String nextCursor,
        long position) {
    @Schema(name = "NumberKnown", description = "A number as it was known at an instant.")
    record Known(
            @Nullable Instant asOf,
            long position,

            @Schema(description = "how many units it is made of")
            long units,

            @Schema(description = "where it is money, the sum of them")
            List<ReportView.MoneyView> totals) {
        static Known of(Explanation.Known known) {
            return new Known(
                    known.asOf(),
                    known.position(),
                    known.units(),
                    known.totals().stream().map(ReportView.MoneyView::of).toList());
        }
    }

    @Schema(
            name = "NumberChange",
            description = "A unit that came to count, no longer counts, or counts with another amount.")
    record Change(
            Explanation.Kind change,
            LeadsBehindView.@Nullable Item before,
            LeadsBehindView.@Nullable Item now,

            @Schema(description = "recorded in between; none where only time went by")
            List<MovingEvent> events) {
        static Change of(Explanation.Change change) {
            return new Change(
                    change.kind(),
                    item(change.before()),
                    item(change.now()),
                    change.events().stream().map(MovingEvent::of).toList());
        }

        private static LeadsBehindView.@Nullable Item item(@Nullable Unit unit) {
            return unit == null ? null : LeadsBehindView.Item.of(unit);
        }
    }

    @Schema(name = "MovingEvent", description = "An event that moved a number.")
    record MovingEvent(long position, String type, Instant recordedAt) {
        static MovingEvent of(Explanation.Event event) {
            return new MovingEvent(event.position(), event.type(), event.recordedAt());
        }
    }

    static ExplanationView of(ReportView.Definition definition, String column, Explanation explanation) {
        return new ExplanationView(
                definition,
                column,
                Known.of(explanation.before()),
                Known.of(explanation.now()),
                explanation.changes().stream().map(Change::of).toList(),
                explanation.nextCursor(),
                explanation.now().position());
    }
}
