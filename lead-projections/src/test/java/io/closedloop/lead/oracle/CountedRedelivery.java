package io.closedloop.lead.oracle;

import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report {@code redelivery}. */
final class CountedRedelivery implements CountedReport {
    @Override
    public void count(Known known, Asked asked, Answer answer) {
        if (asked.groupBy().isEmpty()) {
            answer.begin(Map.of());
        }
        var keys = new Keys(asked);
        for (Known.Delivery delivery : known.deliveries) {
            if (keys.take(delivery.pass(), delivery.when().at())) {
                answer.add(
                        keys.of(delivery.pass(), delivery.when().at()),
                        "delivered",
                        delivery.pass().unit(delivery.when()));
            }
        }
        for (Known.Attempt attempt : known.attempts) {
            Keys.Values values = Keys.ofAttempt(attempt.blocked().source());
            if (keys.take(values, attempt.when().at())) {
                answer.add(keys.of(values, attempt.when().at()), "blocked", unit(attempt));
            }
        }
        for (CountedSuppression suppression : known.suppressions) {
            Dated when = suppression.disqualified;
            if (suppression.isActive(known.until()) && keys.take(suppression.pass, when.at())) {
                answer.add(
                        keys.of(suppression.pass, when.at()),
                        "suppressed",
                        new Unit(
                                suppression.pass.lead.id,
                                suppression.pass.number,
                                when.position(),
                                suppression.made.suppressionId().value()));
            }
        }
        for (Map<String, @Nullable Object> key : answer.keys()) {
            List.of("delivered", "blocked", "suppressed").forEach(column -> answer.count(key, column));
        }
    }

    @Override
    public int mainCount(Answer answer, Map<String, @Nullable Object> key) {
        return answer.units(key, "blocked").size();
    }

    /** An attempt belongs to the disqualified lead that it was to deliver again. */
    static Unit unit(Known.Attempt attempt) {
        RedeliveryBlocked blocked = attempt.blocked();
        return new Unit(
                blocked.leadId().value(),
                null,
                attempt.when().position(),
                blocked.suppressionId().value());
    }
}
