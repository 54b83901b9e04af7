package io.closedloop.lead.durability;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One command of a lead's story, and what is known of it. Whoever sends it is the only one who changes it until its
 * thread has ended.
 */
final class Step {
    /** What the sender knows. */
    enum Fate {
        NOT_SENT,
        /** No answer, or one that leaves it open. */
        UNKNOWN,
        /** Acknowledged, so it must be there for good. */
        ACKNOWLEDGED,
        /** Refused without a trace. */
        REFUSED,
        /** Refused, with its one trace: a blocked delivery. */
        BLOCKED
    }

    /** What the sender is entitled to. */
    enum Expected {
        ACKNOWLEDGEMENT,
        DUPLICATE,
        BLOCKED
    }

    /** An acknowledgement as it came. */
    record Answer(int status, String body, long version, long position) {}

    final String command;
    final String path;
    /** The command's fields, without braces. */
    final String fields;
    /** The events that carry it out, all of them or none. */
    final List<String> events;

    final Expected expected;
    final boolean byAnother;
    final @Nullable String idempotencyKey;

    Fate fate = Fate.NOT_SENT;
    int sent;
    /** The first answer that settled it; null while there is none. */
    @Nullable
    Answer answer;

    Step(
            String command,
            String path,
            String fields,
            List<String> events,
            Expected expected,
            boolean byAnother,
            boolean withKey) {
        this.command = command;
        this.path = path;
        this.fields = fields;
        this.events = events;
        this.expected = expected;
        this.byAnother = byAnother;
        this.idempotencyKey = withKey ? UUID.randomUUID().toString() : null;
    }

    boolean settled() {
        return fate != Fate.NOT_SENT && fate != Fate.UNKNOWN;
    }

    @Override
    public String toString() {
        return "%s %s (%s, sent %d times, %s)".formatted(command, path, fate, sent, answer);
    }
}
