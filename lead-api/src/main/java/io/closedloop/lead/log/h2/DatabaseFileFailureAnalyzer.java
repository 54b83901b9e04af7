package io.closedloop.lead.log.h2;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a start that is refused because of the database's file by its message, without a stack trace. */
final class DatabaseFileFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseFileException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, DatabaseFileException cause) {
        String message = cause.getMessage();
        return message == null ? null : new FailureAnalysis(message, null, cause);
    }
}
