package io.closedloop.lead.commands;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.KeptAnswers;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.SuppressionHit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** The answers that are kept under idempotency keys. */
@Component
class KeptAnswerBook {
    private final KeptAnswers kept;
    private final Appender appender;

    KeptAnswerBook(KeptAnswers kept, Appender appender) {
        this.kept = kept;
        this.appender = appender;
    }

    /** The kept answer under the key, or the news that the key was used for another request. */
    Optional<AppendOutcome> find(Idempotency idempotency) {
        return kept.find(idempotency.scopeHash())
                .map(found -> idempotency.isOf(found)
                        ? new AppendOutcome.Kept(found.answer())
                        : new AppendOutcome.KeyReused());
    }

    /**
     * Keeps an answer that no decision of the log stands behind.
     *
     * @return what became of it; fails with {@link io.closedloop.lead.log.StoreUnavailableException} when the log
     *     cannot take it now
     */
    CompletableFuture<AppendOutcome> keep(Idempotency idempotency, Answer answer) {
        return appender.append(new Append(idempotency, List.of(), false, new OnlyThis(answer)));
    }

    private record OnlyThis(Answer answer) implements Answers {
        @Override
        public Answer accepted(Positions positions) {
            return answer;
        }

        @Override
        public Answer suppressed(List<SuppressionHit> hits) {
            throw new IllegalStateException("an answer alone delivers no identity");
        }

        @Override
        public Answer claimed(List<LeadId> byLeadIds) {
            throw new IllegalStateException("an answer alone claims no identity");
        }

        @Override
        public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
            throw new IllegalStateException("an answer alone delivers no identity");
        }
    }
}
