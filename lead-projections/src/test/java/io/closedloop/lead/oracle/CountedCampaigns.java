package io.closedloop.lead.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report {@code campaigns}. */
final class CountedCampaigns implements CountedReport {
    private static final Map<String, String> ENTRIES = Map.of(
            "INQUIRY", "leads",
            "MQL", "mqls",
            "ACCEPTED", "accepted",
            "SQL", "sqls",
            "WON", "won",
            "LOST", "lost",
            "DISQUALIFIED", "disqualified");
    private static final List<String> COUNTS = List.of(
            "leads",
            "mqls",
            "accepted",
            "rejected",
            "sqls",
            "won",
            "lost",
            "disqualified",
            "recycled",
            "blockedRedeliveries");

    @Override
    public void count(Known known, Asked asked, Answer answer) {
        if (asked.groupBy().isEmpty()) {
            answer.begin(Map.of());
        }
        var keys = new Keys(asked);
        for (CountedPass pass : known.passes()) {
            counts(answer, keys, pass, asked);
            revenue(answer, keys, pass, asked);
            if (!asked.flow() && keys.take(pass, pass.begun().at())) {
                rates(answer, keys.of(pass, pass.begun().at()), pass, asked, known);
            }
        }
        for (Known.Attempt attempt : known.attempts) {
            Keys.Values values = Keys.ofAttempt(attempt.blocked().source());
            if (keys.take(values, attempt.when().at())) {
                answer.add(
                        keys.of(values, attempt.when().at()), "blockedRedeliveries", CountedRedelivery.unit(attempt));
            }
        }
        for (Map<String, @Nullable Object> key : answer.keys()) {
            COUNTS.forEach(column -> answer.count(key, column));
            answer.total(key, "revenue");
            if (asked.flow()) {
                answer.ratio(key, "leadToWin", answer.units(key, "won"), answer.units(key, "leads"));
                answer.ratio(key, "mqlToSql", answer.units(key, "sqls"), answer.units(key, "mqls"));
            } else {
                answer.ratio(key, "leadToWin");
                answer.ratio(key, "mqlToSql");
            }
        }
    }

    @Override
    public int mainCount(Answer answer, Map<String, @Nullable Object> key) {
        return answer.units(key, "leads").size();
    }

    private static void counts(Answer answer, Keys keys, CountedPass pass, Asked asked) {
        var counted = new HashMap<String, Dated>();
        ENTRIES.forEach((stage, column) -> {
            if (pass.hasEntered(stage, asked.strict())) {
                counted.put(column, pass.entry(stage));
            }
        });
        if (pass.rejected != null) {
            counted.put("rejected", pass.rejected);
        }
        if (pass.recycled != null) {
            counted.put("recycled", pass.recycled);
        }
        counted.forEach((column, when) -> {
            Dated at = asked.flow() ? when : pass.begun();
            if (keys.take(pass, at.at())) {
                answer.add(keys.of(pass, at.at()), column, pass.unit(when));
            }
        });
    }

    private static void revenue(Answer answer, Keys keys, CountedPass pass, Asked asked) {
        for (CountedPass.Earned earned : pass.earned()) {
            Dated at = asked.flow() ? earned.when() : pass.begun();
            if (keys.take(pass, at.at())) {
                answer.add(
                        keys.of(pass, at.at()),
                        "revenue",
                        pass.unit(earned.when()),
                        earned.currency(),
                        earned.amount());
            }
        }
    }

    /** Of a lead the rate to a win, in whatever pass; of every pass the rate from MQL to SQL. */
    private static void rates(
            Answer answer, Map<String, @Nullable Object> key, CountedPass pass, Asked asked, Known known) {
        if (pass.number == 1) {
            Dated won = null;
            for (CountedPass any : pass.lead.passes) {
                Dated win = any.entered.get("WON");
                if (win != null && (won == null || win.at().isBefore(won.at()))) {
                    won = win;
                }
            }
            boolean ended = pass.lead.passes.getLast().hasEnded();
            leadToWin(answer, key, pass, won, ended, asked, known);
        }
        if (pass.hasEntered("MQL", false)) {
            CountedFunnel.rate(
                    answer,
                    key,
                    "mqlToSql",
                    pass,
                    pass.entry("MQL"),
                    pass.entered.get("SQL"),
                    pass.hasEnded(),
                    asked,
                    known);
        }
    }

    /** What is counted is the lead, which its first pass stands for, whichever pass won. */
    private static void leadToWin(
            Answer answer,
            Map<String, @Nullable Object> key,
            CountedPass first,
            @Nullable Dated won,
            boolean ended,
            Asked asked,
            Known known) {
        var last = asked.within() == null ? null : first.begun().at().plus(asked.within());
        if (last != null && last.isAfter(known.until())) {
            return;
        }
        answer.add(key, "leadToWin_denominator", first.unit(first.begun()));
        if (won != null && (last == null || !won.at().isAfter(last))) {
            answer.add(key, "leadToWin_numerator", first.unit(won));
        }
        if (won == null && !ended) {
            answer.add(key, "leadToWin_open", first.unit(first.begun()));
        }
    }
}
