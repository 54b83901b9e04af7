package io.closedloop.lead.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what completes elsewhere, and fails as that failed. */
public final class Awaited {
    private Awaited() {}

    /** What it completes with. It throws the very exception that it failed with, where that is an unchecked one. */
    public static <T> T of(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw causeOf(e) instanceof RuntimeException cause ? cause : e;
        }
    }

    /** What really failed: a step that follows on a failed one fails with an exception about that. */
    public static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
