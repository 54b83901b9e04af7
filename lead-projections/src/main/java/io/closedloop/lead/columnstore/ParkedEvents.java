package io.closedloop.lead.columnstore;

import io.closedloop.lead.columnstore.DeadLetter.State;
import io.closedloop.lead.columnstore.ReadModelWriter.UnwrittenBatchException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries or discards dead letters, while the processor goes on with the other streams.
 *
 * <p>The events of a lead are written in their order, from the log, as if they came now. Every row says at which
 * position its event stands and when it was recorded, so the tables end up as they would be without the trouble. The
 * position of the read models does not change.
 */
public final class ParkedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ParkedEvents.class);

    private final ColumnStore store;
    private final StoreTransactions transactions;
    private final ReadModelWriter writer;
    private final FollowedLog log;

    public ParkedEvents(ColumnStore store, Projection projection, FollowedLog log) {
        this.store = store;
        this.transactions = new StoreTransactions(store);
        this.writer = new ReadModelWriter(store, projection, Discards.NONE);
        this.log = log;
    }

    /**
     * Retries a dead letter: tries to write the parked event and all later ones of its stream.
     *
     * @throws RuntimeException when the column store or the log cannot be asked now; trying again later may work
     */
    public Repair retry(String eventId) {
        DeadLetter letter = find(eventId);
        if (letter == null || letter.state() == State.WAITING) {
            return new Repair.NotParked();
        }
        return letter.state() == State.DISCARDED ? new Repair.Discarded() : takeIn(letter.stream());
    }

    /**
     * Discards a dead letter: leaves the parked event out and writes all later ones of its stream.
     *
     * @throws RuntimeException when the column store or the log cannot be asked now; trying again later may work
     */
    public Repair discard(String eventId) {
        DeadLetter letter = find(eventId);
        if (letter == null || letter.state() == State.WAITING) {
            return new Repair.NotParked();
        }
        if (letter.state() == State.PARKED) {
            change(letters -> {
                letters.change(letter.position(), State.DISCARDED, letter.cause());
                parkTheFirst(letters, letter.stream(), "not tried since the event before it was discarded");
            });
        }
        return takeIn(letter.stream());
    }

    /**
     * All at once where that goes, else in ever smaller parts until the event is alone that cannot be written. Whenever
     * this is broken off, the letters are those of the events that are not known.
     */
    private Repair takeIn(UUID stream) {
        int takenIn = 0;
        int part = Integer.MAX_VALUE;
        while (true) {
            List<DeadLetter> left = transactions.fetchInTransaction(
                    () -> unchecked(() -> letters().standing(stream)));
            if (left.isEmpty()) {
                LOG.info("{} parked events of {} have been written", takenIn, stream);
                return new Repair.Done(takenIn);
            }
            List<DeadLetter> now = left.subList(0, Math.min(part, left.size()));
            try {
                write(stream, now);
                takenIn += now.size();
            } catch (RuntimeException e) {
                store.notice(e);
                StoreTrouble trouble = StoreTrouble.of(e);
                if (trouble.compareTo(StoreTrouble.TOO_MUCH) > 0
                        || (trouble == StoreTrouble.TOO_MUCH && now.size() == 1)) {
                    throw e;
                }
                if (now.size() == 1) {
                    DeadLetter parked = now.getFirst();
                    String cause = Cause.of(e);
                    LOG.error(
                            "The read models still cannot take event {} ({}) at position {} of {}",
                            parked.eventId(),
                            parked.type(),
                            parked.position(),
                            stream,
                            e);
                    change(letters -> letters.change(parked.position(), State.PARKED, cause));
                    return new Repair.StillParked(takenIn, parked.eventId(), cause);
                }
                part = now.size() / 2;
            }
        }
    }

    private void write(UUID stream, List<DeadLetter> letters) {
        long first = letters.getFirst().position();
        long last = letters.getLast().position();
        Set<Long> positions = letters.stream().map(DeadLetter::position).collect(Collectors.toSet());
        var events = new ArrayList<LoggedEvent>();
        for (TrackedEventMessage<?> message : log.events(stream, first, last)) {
            LoggedEvent event = writer.logged(message);
            if (positions.contains(event.position())) {
                events.add(event);
            }
        }
        if (events.size() != positions.size()) {
            throw new ColumnStoreUnavailableException(
                    "the log has %d of %d parked events of %s".formatted(events.size(), positions.size(), stream));
        }
        change(table -> {
            writer.writeRows(events);
            table.remove(stream, first, last);
            parkTheFirst(table, stream, "not tried since an event before it was taken in");
        });
    }

    private static void parkTheFirst(DeadLetters letters, UUID stream, String cause) throws SQLException {
        List<DeadLetter> left = letters.standing(stream);
        if (!left.isEmpty()) {
            letters.change(left.getFirst().position(), State.PARKED, cause);
        }
    }

    private @Nullable DeadLetter find(String eventId) {
        return transactions.fetchInTransaction(
                () -> unchecked(() -> letters().find(eventId).orElse(null)));
    }

    private DeadLetters letters() {
        return store.letters();
    }

    private void change(Change change) {
        transactions.executeInTransaction(() -> unchecked(() -> {
            change.of(store.changedLetters());
            return null;
        }));
    }

    private static <T extends @Nullable Object> T unchecked(Sql<T> statements) {
        try {
            return statements.run();
        } catch (SQLException e) {
            throw new UnwrittenBatchException(e);
        }
    }

    @FunctionalInterface
    private interface Change {
        void of(DeadLetters letters) throws SQLException;
    }

    @FunctionalInterface
    private interface Sql<T extends @Nullable Object> {
        T run() throws SQLException;
    }
}
