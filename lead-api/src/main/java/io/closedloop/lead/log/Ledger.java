package io.closedloop.lead.log;

import static java.util.Objects.requireNonNull;

import java.io.Serial;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the appends of one transaction, one after the other, and notes what has to be written. It starts with the
 * database's state under the log head's lock, and every append sees the changes of those before it. It knows streams
 * and events; what is beside the log, its {@link Book}s know. It touches no database itself.
 */
final class Ledger {
    private final LogHead before;
    private final Instant recordedAt;
    private final long batch;
    private final StreamEnds streams;
    private final List<Book> books;

    private final List<StoredEvent> newEvents = new ArrayList<>();
    private long position;
    private int blocked;
    private @Nullable Instant raisedTo;

    /** An append's own functions failed, which is no fault of the others. */
    static final class AnswersFailed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final RuntimeException thrown;

        AnswersFailed(RuntimeException thrown) {
            super(thrown);
            this.thrown = thrown;
        }

        RuntimeException thrown() {
            return thrown;
        }
    }

    /**
     * @param head the end of the log before the transaction
     * @param moment when the transaction takes place
     * @param streams the ends of the streams that appends were decided on
     * @param books what is beside the log, read already
     */
    Ledger(LogHead head, Book.Moment moment, StreamEnds streams, List<Book> books) {
        this.before = head;
        this.batch = head.batch() + 1;
        this.recordedAt = moment.recordedAt();
        this.position = head.position();
        this.streams = streams;
        this.books = books;
        for (Book book : books) {
            book.begin(moment, streams);
        }
    }

    /**
     * Judges one append and notes what it stores.
     *
     * @throws AnswersFailed when its {@link Answers} threw; nothing of it is noted then
     */
    AppendOutcome judge(Append append) {
        for (Check check : Check.IN_ORDER) {
            if (check == Check.VERSION) {
                Change moved = moved(append);
                if (moved != null) {
                    return new AppendOutcome.Moved(streams.of(moved.streamId()).version());
                }
            }
            for (Book book : books) {
                Objection objection = book.object(check, append);
                if (objection != null) {
                    return end(append, objection);
                }
            }
        }
        return accept(append);
    }

    /** The change whose stream no longer has the version that was decided on; null: none. */
    private @Nullable Change moved(Append append) {
        for (Change change : append.changes()) {
            Long expected = change.expectedVersion();
            if (expected != null && streams.of(change.streamId()).version() != expected) {
                return change;
            }
        }
        return null;
    }

    private AppendOutcome end(Append append, Objection objection) {
        return switch (objection) {
            case Objection.Moved _ -> new AppendOutcome.Moved(end(append).version());
            case Objection.Instead it -> it.outcome();
            case Objection.Refusal it -> refuse(append, it);
        };
    }

    private AppendOutcome refuse(Append append, Objection.Refusal refusal) {
        Answer answer = ask(() -> refusal.answer().apply(append.answers()));
        if (append.dryRun()) {
            return new AppendOutcome.Checked(answer);
        }
        Function<Answers, NewEvent> trace = refusal.trace();
        if (trace != null) {
            NewEvent left = ask(() -> trace.apply(append.answers()));
            blocked++;
            store(left);
        }
        answered(append, answer);
        return new AppendOutcome.Refused(answer);
    }

    private AppendOutcome accept(Append append) {
        Positions positions = positions(append);
        Answer answer = ask(() -> append.answers().accepted(positions));
        if (append.dryRun()) {
            return new AppendOutcome.Checked(answer);
        }
        if (append.changes().size() == 1) {
            enter(append.changes().getFirst(), positions);
        } else {
            for (Change change : append.changes()) {
                enter(
                        change,
                        positions(streams.of(change.streamId()), change.events().size()));
            }
        }
        answered(append, answer);
        return new AppendOutcome.Stored(answer, positions);
    }

    /** Of all its events, and the version of its first stream. */
    private Positions positions(Append append) {
        Change first = append.first();
        if (append.changes().size() <= 1) {
            return positions(end(append), first == null ? 0 : first.events().size());
        }
        Positions all = positions(end(append), append.events().size());
        return new Positions(
                all.first(),
                all.last(),
                recordedAt,
                end(append).version() + requireNonNull(first).events().size());
    }

    private Positions positions(StreamEnd end, int count) {
        return count == 0
                ? new Positions(end.lastPosition(), end.lastPosition(), recordedAt, end.version())
                : new Positions(position + 1, position + count, recordedAt, end.version() + count);
    }

    private void enter(Change change, Positions positions) {
        for (NewEvent event : change.events()) {
            store(event);
        }
        for (Book book : books) {
            book.enter(change, positions);
        }
    }

    private static <T> T ask(Supplier<T> function) {
        try {
            return requireNonNull(function.get(), "an append's answers must not be null");
        } catch (RuntimeException e) {
            throw new AnswersFailed(e);
        }
    }

    private void answered(Append append, Answer answer) {
        for (Book book : books) {
            book.answered(append, answer);
        }
    }

    private void store(NewEvent event) {
        StreamEnd end = streams.of(event.streamId());
        position++;
        newEvents.add(new StoredEvent(
                position,
                batch,
                event.streamType(),
                event.streamId(),
                end.version(),
                event.eventId(),
                event.type(),
                event.revision(),
                event.payload(),
                event.metadata(),
                event.occurredAt(),
                recordedAt));
        streams.move(event.streamId(), new StreamEnd(end.version() + 1, position));
        for (Book book : books) {
            book.stored(event);
        }
    }

    private StreamEnd end(Append append) {
        Change first = append.first();
        return first == null ? StreamEnd.NOT_THERE : streams.of(first.streamId());
    }

    /** Lets nothing be recorded at or before the instant any more. */
    void raiseTimeTo(Instant instant) {
        Instant floor = instant.truncatedTo(ChronoUnit.MICROS);
        if (floor.isAfter(before.recordedAt()) && (raisedTo == null || floor.isAfter(raisedTo))) {
            raisedTo = floor;
        }
    }

    /** Whether anything is to be written at all; only then does the transaction take a number and a time. */
    boolean writes() {
        return raisedTo != null || writesMoreThanTime();
    }

    private boolean writesMoreThanTime() {
        return !newEvents.isEmpty() || books.stream().anyMatch(Book::writes);
    }

    /** The end of the log when the transaction is committed. */
    LogHead after() {
        if (!writes()) {
            return before;
        }
        return new LogHead(
                position, batch, raisedTo != null && !writesMoreThanTime() ? raisedTo : recordedAt, before.epoch());
    }

    long batch() {
        return batch;
    }

    List<StoredEvent> newEvents() {
        return newEvents;
    }

    /** Adds the writing of everything beside the log. */
    void writeBooks(Script script) {
        for (Book book : books) {
            book.write(script, batch);
        }
    }

    /** Those of the new events that are blocked redeliveries. */
    int blockedRedeliveries() {
        return blocked;
    }
}
