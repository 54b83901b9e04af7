package io.closedloop.lead.jobs;

import org.jspecify.annotations.Nullable;

/** A job cannot be done. */
public final class JobFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do about it, for whoever asked; without personal data */
    public JobFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
