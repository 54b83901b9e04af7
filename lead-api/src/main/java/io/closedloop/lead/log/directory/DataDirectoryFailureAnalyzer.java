package io.closedloop.lead.log.directory;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows a start that is refused because another process has the data directory by its message, without a stack trace.
 */
public final class DataDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<DataDirectoryInUseException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, DataDirectoryInUseException cause) {
        String message = cause.getMessage();
        return message == null ? null : new FailureAnalysis(message, null, cause);
    }
}
