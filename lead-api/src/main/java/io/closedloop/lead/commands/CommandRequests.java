package io.closedloop.lead.commands;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.commands.body.IdempotencyKeys;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.Correlation;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.axonframework.common.IdentifierFactory;
import org.jspecify.annotations.Nullable;

/** Reads what accompanies a single command besides its body. */
final class CommandRequests {
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");

    private CommandRequests() {}

    /** @throws ProblemException 400 when a header or parameter cannot be read */
    static CommandRequest of(HttpServletRequest request) {
        Actor actor = Objects.requireNonNull(Access.actorOf(request), "commands are not open without a key");
        String key = header(request, IdempotencyKeys.HEADER);
        if (key != null) {
            IdempotencyKeys.require(key, IdempotencyKeys.HEADER);
        }
        String path = request.getRequestURI();
        return new CommandRequest(
                actor,
                Correlation.of(request),
                IdentifierFactory.getInstance().generateIdentifier(),
                "http",
                request.getMethod() + " " + path,
                path,
                key,
                expectedVersion(header(request, "If-Match")),
                QueryParameters.of(request).flag("dryRun"),
                null);
    }

    /** Which of two would be meant nobody can tell. */
    private static @Nullable String header(HttpServletRequest request, String name) {
        List<String> given = Collections.list(request.getHeaders(name));
        if (given.size() > 1) {
            throw ProblemException.malformed(
                    "The header %s is given %d times.".formatted(name, given.size()),
                    new FieldError(name, "is given once"));
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    private static @Nullable Long expectedVersion(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        Matcher version = VERSION.matcher(ifMatch);
        if (!version.matches()) {
            throw ProblemException.malformed(
                    "The header If-Match cannot be read.",
                    new FieldError("If-Match", "is one version in quotation marks, such as \"2\""));
        }
        return Long.valueOf(version.group(1));
    }
}
