package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.IdentityHasher;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of an accepted command's events beside the command.
 *
 * @param known null where a lead begins
 * @param at when it occurred
 */
record Occasion(@Nullable Lead known, Instant at, Circumstances circumstances) {
    Lead lead() {
        return Objects.requireNonNull(known, "only a command that begins a lead has none");
    }

    /** The version of the playbook that it was decided under. */
    int playbook() {
        return circumstances.playbook().version();
    }

    IdentityHasher hasher() {
        return circumstances.hasher();
    }
}
