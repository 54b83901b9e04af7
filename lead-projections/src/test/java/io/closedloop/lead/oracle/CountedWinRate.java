package io.closedloop.lead.oracle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report {@code winRate}. */
final class CountedWinRate implements CountedReport {
    @Override
    public void count(Known known, Asked asked, Answer answer) {
        if (asked.groupBy().isEmpty()) {
            answer.begin(Map.of());
        }
        var keys = new Keys(asked);
        for (CountedPass pass : known.passes()) {
            if (asked.definition() > 1 && pass.isDuplicate()) {
                continue;
            }
            closing(answer, keys, pass);
            created(answer, keys, pass, asked, known);
        }
        for (Map<String, @Nullable Object> key : answer.keys()) {
            answer.ratio(key, "narrow");
            answer.ratio(key, "broad");
            if (asked.flow()) {
                answer.ratio(
                        key,
                        "created",
                        answer.units(key, "created_numerator"),
                        answer.units(key, "created_denominator"));
            } else {
                answer.ratio(key, "created");
            }
        }
    }

    @Override
    public int mainCount(Answer answer, Map<String, @Nullable Object> key) {
        return answer.units(key, "broad_denominator").size();
    }

    private static void closing(Answer answer, Keys keys, CountedPass pass) {
        Dated won = pass.entered.get("WON");
        if (won != null && keys.take(pass, won.at())) {
            Map<String, @Nullable Object> key = keys.of(pass, won.at());
            answer.add(key, "narrow_numerator", pass.unit(won));
            answer.add(key, "narrow_denominator", pass.unit(won));
            answer.add(key, "broad_numerator", pass.unit(won));
            answer.add(key, "broad_denominator", pass.unit(won));
        }
        Dated lost = pass.entered.get("LOST");
        if (lost != null && keys.take(pass, lost.at())) {
            Map<String, @Nullable Object> key = keys.of(pass, lost.at());
            if (!pass.loss.getFirst().reason.equals("NO_DECISION")) {
                answer.add(key, "narrow_denominator", pass.unit(lost));
            }
            answer.add(key, "broad_denominator", pass.unit(lost));
        }
        Dated out = pass.entered.get("DISQUALIFIED");
        if (out != null && pass.disqualifiedOutOfSql && keys.take(pass, out.at())) {
            answer.add(keys.of(pass, out.at()), "broad_denominator", pass.unit(out));
        }
    }

    private static void created(Answer answer, Keys keys, CountedPass pass, Asked asked, Known known) {
        Dated sql = pass.entered.get("SQL");
        Dated won = pass.entered.get("WON");
        if (asked.flow()) {
            if (sql != null && keys.take(pass, sql.at())) {
                answer.add(keys.of(pass, sql.at()), "created_denominator", pass.unit(sql));
            }
            if (won != null && keys.take(pass, won.at())) {
                answer.add(keys.of(pass, won.at()), "created_numerator", pass.unit(won));
            }
        } else if (sql != null && keys.take(pass, sql.at())) {
            // Those that are too young for the rate still have their row.
            answer.begin(keys.of(pass, sql.at()));
            CountedFunnel.rate(
                    answer, keys.of(pass, sql.at()), "created", pass, sql, won, pass.hasEnded(), asked, known);
        }
    }
}
