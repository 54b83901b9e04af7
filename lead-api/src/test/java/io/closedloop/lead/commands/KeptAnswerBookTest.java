package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.KeptAnswers;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class KeptAnswerBookTest extends CommandCalls {
    @Autowired
    KeptAnswers kept;

    @Test
    void anAnswerThatTheStoreCannotKeepNowIsAnOutageAndNoFault() {
        var unavailable = new StoreUnavailableException("the disk is full", Duration.ofSeconds(1));
        var full = new Appender() {
            @Override
            public CompletableFuture<AppendOutcome> append(Append entry) {
                return CompletableFuture.supplyAsync(() -> {
                    throw unavailable;
                });
            }

            @Override
            public CompletableFuture<LogHead> raiseTimeTo(Instant instant) {
                return CompletableFuture.failedFuture(unavailable);
            }
        };
        var book = new KeptAnswerBook(kept, full);

        assertThatThrownBy(() -> Awaited.of(book.keep(
                        new Idempotency("0".repeat(64), "1".repeat(64), "2".repeat(64), "k"),
                        new Answer(422, Map.of(), "{}"))))
                .isSameAs(unavailable);
    }
}
