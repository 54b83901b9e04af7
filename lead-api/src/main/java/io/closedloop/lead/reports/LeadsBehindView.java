package io.closedloop.lead.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.closedloop.lead.reporting.answer.LeadsBehind.Unit;
import io.closedloop.lead.reporting.answer.MoneyTotal;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The leads behind a number as they are answered. */
@Schema(name = "LeadsBehind", description = "A part of what a number counts.")
record LeadsBehindView(List<Item> items, @Nullable String nextCursor, long position) {
    @Schema(name = "UnitCounted", description = "One unit that the number counts.")
    record Item(
            @Schema(description = "null for what belongs to no lead") @Nullable
            UUID leadId,

            @Schema(description = "null for what belongs to no pass") @Nullable
            Integer pass,

            @Schema(description = "of the event that makes it count")
            long position,

            @Nullable UUID suppressionId,

            @Schema(description = "where money is summed up")
            ReportView.@Nullable MoneyView amount,

            @Schema(description = "where times are compared") @Nullable
            Double seconds,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "where units count in part, how much this one does")
            @Nullable
            BigDecimal weight,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "what it is where it belongs to no lead")
            @Nullable
            FactView fact) {
        static Item of(Unit unit) {
            MoneyTotal amount = unit.amount();
            LeadsBehind.Fact fact = unit.fact();
            return new Item(
                    unit.leadId(),
                    unit.pass(),
                    unit.position(),
                    unit.suppressionId(),
                    amount == null ? null : ReportView.MoneyView.of(amount),
                    unit.seconds(),
                    unit.weight(),
                    fact == null ? null : new FactView(fact.kind(), fact.id()));
        }
    }

    @Schema(name = "FactCounted", description = "What belongs to no lead: what it is, and which.")
    record FactView(String kind, UUID id) {}

    /** As lines of a table: how much a unit counts, and what it is, where they tell what other columns do not. */
    static List<String> columns(LeadsBehind found) {
        var columns = new ArrayList<>(
                List.of("leadId", "pass", "position", "suppressionId", "amount", "currency", "seconds"));
        if (found.inParts()) {
            columns.add("weight");
        }
        if (found.ofNoLead()) {
            columns.addAll(List.of("fact", "factId"));
        }
        return columns;
    }

    static List<List<@Nullable Object>> rows(LeadsBehind found) {
        return found.units().stream().map(unit -> row(found, unit)).toList();
    }

    private static List<@Nullable Object> row(LeadsBehind found, Unit unit) {
        MoneyTotal amount = unit.amount();
        LeadsBehind.Fact fact = unit.fact();
        var row = new ArrayList<@Nullable Object>();
        row.add(unit.leadId());
        row.add(unit.pass());
        row.add(unit.position());
        row.add(unit.suppressionId());
        row.add(amount == null ? null : amount.amount());
        row.add(amount == null ? null : amount.currency());
        row.add(unit.seconds());
        if (found.inParts()) {
            row.add(unit.weight());
        }
        if (found.ofNoLead()) {
            row.add(fact == null ? null : fact.kind());
            row.add(fact == null ? null : fact.id());
        }
        return row;
    }

    static LeadsBehindView of(LeadsBehind found) {
        return new LeadsBehindView(found.units().stream().map(Item::of).toList(), found.nextCursor(), found.position());
    }
}
