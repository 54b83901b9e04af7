package io.closedloop.lead.jobs;

import io.closedloop.lead.access.KeyId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Long work that somebody asked for.
 *
 * @param kind the {@link JobKind#name}
 * @param question what was asked, as JSON; no personal data in clear
 * @param askedByName the name of the key with which it was asked
 * @param cancelAsked whether somebody wants it to end early
 * @param startedAt when it was first begun; null while it waits
 * @param endedAt when it ended; null while it has not
 * @param progress how far it is; null while nothing is known of that
 * @param checkpoint where it goes on after a death, as JSON; null where it begins at the beginning
 * @param result what came of it, as JSON; null unless it is done; no personal data in clear
 * @param failure why it failed, for people; null unless it did
 */
public record Job(
        UUID id,
        String kind,
        String question,
        KeyId askedBy,
        String askedByName,
        Instant askedAt,
        JobState state,
        boolean cancelAsked,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable JobProgress progress,
        @Nullable String checkpoint,
        @Nullable String result,
        @Nullable String failure) {

    /** Its question and its result may be long. */
    @Override
    public String toString() {
        return "%s %s, %s".formatted(kind, id, state);
    }
}
