package io.closedloop.lead.sealing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a refused start by its message, without a stack trace that would bury it. */
final class KeyringFailureAnalyzer extends AbstractFailureAnalyzer<KeyringException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, KeyringException cause) {
        String message = cause.getMessage();
        return message == null ? null : new FailureAnalysis(message, null, cause);
    }
}
