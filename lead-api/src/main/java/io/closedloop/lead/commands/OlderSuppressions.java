package io.closedloop.lead.commands;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.axon.CommandContext;
import io.closedloop.lead.axon.CommandSender;
import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.ClaimsElsewhere;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.KnownSuppression;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.log.SuppressionHit;
import io.closedloop.lead.log.Suppressions;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.WidenSuppression;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Gives suppressions of e-mail addresses that were hashed under the former spelling their base, once after an update:
 * from then on they cover the address's plus-variants, as all others do. The address stands only in the lead's own
 * events, so it is read there with the lead's key; if the key has been destroyed, the suppression stays as it is. So
 * does a suppression that a duplicate made, because today a duplicate would make none.
 *
 * <p>This begins when the service is up and disturbs nobody: every instance does it, and finds done what another one
 * has done.
 */
@Component
class OlderSuppressions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OlderSuppressions.class);
    private static final int PAGE = 200;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Suppressions suppressions;
    private final EventStore events;
    private final IdentityHasher hasher;
    private final CommandSender sender;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("older-suppressions").daemon(true).factory());
    private volatile boolean closed;

    OlderSuppressions(
            Suppressions suppressions,
            EventStore events,
            IdentityHasher hasher,
            CommandSender sender,
            InstantSource clock) {
        this.suppressions = suppressions;
        this.events = events;
        this.hasher = hasher;
        this.sender = sender;
        this.clock = clock;
        // A stop does not wait for the next try.
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * What became of the suppressions without a base.
     *
     * @param widened they have one now
     * @param unreadable their address cannot be read any more
     * @param kept refused: another open lead is known to hold a variant of their address, or they were widened or ended
     *     meanwhile
     */
    record Widening(int widened, int unreadable, int kept) {}

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        begin(Duration.ZERO);
    }

    private void begin(Duration in) {
        try {
            Future<?> _ = timer.schedule(this::widenOrTryAgain, in.toSeconds(), TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The service stops; what is left of it is done at the next start", e);
        }
    }

    private void widenOrTryAgain() {
        try {
            Widening done = widen();
            if (!done.equals(new Widening(0, 0, 0))) {
                LOG.info(
                        "Older suppressions: {} cover plus-variants of their addresses now, {} have addresses that cannot be read any more, {} stay as they are, because an open lead is known to hold a variant or somebody else was faster; open leads that got theirs before the update are not known",
                        done.widened(),
                        done.unreadable(),
                        done.kept());
            }
        } catch (StoreUnavailableException | EventStoreException e) {
            LOG.warn("Older suppressions could not be widened; tried again in {}: {}", PAUSE, e.toString());
            begin(PAUSE);
        } catch (RuntimeException e) {
            LOG.error("Older suppressions could not be widened; they are at the next start", e);
        }
    }

    /** @throws StoreUnavailableException when the log cannot be read or written now; what was done is done */
    Widening widen() {
        int widened = 0;
        int unreadable = 0;
        int kept = 0;
        Suppressions.Cursor after = null;
        List<KnownSuppression> page;
        do {
            page = suppressions.withoutBase(after, PAGE);
            var stored = new ArrayList<CompletableFuture<AppendOutcome>>();
            for (KnownSuppression suppression : page) {
                after = new Suppressions.Cursor(suppression.disqualifiedPosition(), suppression.suppressionId());
                if (!suppression.activeAt(clock.instant())
                        || suppression.reason().equals(Playbook.DUPLICATE)) {
                    continue;
                }
                Optional<String> base = baseOf(suppression);
                if (base.isEmpty()) {
                    unreadable++;
                } else {
                    stored.add(submit(suppression, base.get()));
                }
            }
            for (CompletableFuture<AppendOutcome> outcome : stored) {
                if (Awaited.of(outcome) instanceof AppendOutcome.Stored) {
                    widened++;
                } else {
                    kept++;
                }
            }
        } while (page.size() == PAGE && !closed);
        return new Widening(widened, unreadable, kept);
    }

    private CompletableFuture<AppendOutcome> submit(KnownSuppression suppression, String base) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return sender.submit(
                new WidenSuppression(suppression.suppressionId(), base), new WidenContext(base, now), false);
    }

    /** The base of the address that the suppression is of, as the lead's events tell it. */
    private Optional<String> baseOf(KnownSuppression suppression) {
        Lead lead;
        try {
            lead = lead(suppression.leadId());
        } catch (StoreUnavailableException | EventStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // One lead with an event that nobody can read keeps no other suppression from its base.
            LOG.warn(
                    "Suppression {} stays as it is, because lead {} cannot be read",
                    suppression.suppressionId(),
                    suppression.leadId(),
                    e);
            return Optional.empty();
        }
        if (lead == null) {
            return Optional.empty();
        }
        String hash = suppression.identity().hash();
        return lead.everyEmail(hasher).stream()
                .filter(email -> hash.equals(email.former() != null ? email.former() : email.hash()))
                .map(IdentityHash::sharedBase)
                .findFirst();
    }

    private @Nullable Lead lead(LeadId id) {
        Lead lead = null;
        var stream = events.readEvents(id.toString());
        while (stream.hasNext()) {
            lead = Lead.evolve(lead, (LeadEvent) stream.next().getPayload(), Actor.SERVICE.id());
        }
        return lead;
    }

    /** Lets running work end. */
    @Override
    public void close() {
        closed = true;
        timer.close();
    }

    /** It is refused where another open lead holds a variant: that one was let in, and is not to be locked out. */
    private record WidenContext(String base, Instant now) implements CommandContext {
        @Override
        public Envelope envelope() {
            return new Envelope(
                    Actor.SERVICE.id(),
                    Actor.SERVICE.name(),
                    null,
                    UUID.randomUUID().toString(),
                    null,
                    null,
                    null);
        }

        @Override
        public @Nullable Idempotency idempotency() {
            return null;
        }

        @Override
        public boolean dryRun() {
            return false;
        }

        @Override
        public ClaimsElsewhere claimsElsewhere() {
            return new ClaimsElsewhere(Set.of(), Set.of(), Set.of(base), Set.of());
        }

        @Override
        public Answers answers(Object result, List<NewEvent> events) {
            return new Unanswered();
        }

        @Override
        public Map<String, ?> forTheHandler() {
            return Map.of(SuppressionCommandHandler.NOW, now);
        }
    }

    /** Nobody waits for an answer. */
    private record Unanswered() implements Answers {
        @Override
        public Answer accepted(Positions positions) {
            return new Answer(200, Map.of(), "");
        }

        @Override
        public Answer suppressed(List<SuppressionHit> hits) {
            throw new IllegalStateException("widening a suppression delivers no identity");
        }

        @Override
        public Answer claimed(List<LeadId> byLeadIds) {
            throw new IllegalStateException("widening a suppression claims no identity");
        }

        @Override
        public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
            throw new IllegalStateException("widening a suppression delivers no identity");
        }
    }
}
