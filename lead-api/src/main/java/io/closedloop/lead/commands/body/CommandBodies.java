package io.closedloop.lead.commands.body;

import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.LeadCommands;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which body belongs to which command: read off the bodies once, so that none is named here. */
public final class CommandBodies {
    private static final Map<Class<?>, CommandKind> KINDS =
            bodies(CommandBody.class).collect(Collectors.toUnmodifiableMap(body -> body, CommandBodies::readKind));

    private static final Map<CommandKind, Class<? extends CommandBody>> BODIES = byKind();

    private CommandBodies() {}

    public static Class<? extends CommandBody> typeOf(CommandKind kind) {
        return Objects.requireNonNull(BODIES.get(kind), () -> kind + " has no body");
    }

    /** Whether a lead begins with it. */
    public static boolean begins(CommandKind kind) {
        return BeginningBody.class.isAssignableFrom(typeOf(kind));
    }

    static CommandKind kindOf(Class<? extends CommandBody> body) {
        return Objects.requireNonNull(KINDS.get(body), () -> body + " belongs to no command");
    }

    private static Map<CommandKind, Class<? extends CommandBody>> byKind() {
        var bodies = new HashMap<CommandKind, Class<? extends CommandBody>>();
        KINDS.forEach((body, kind) -> bodies.put(kind, body.asSubclass(CommandBody.class)));
        LeadCommands.kinds().forEach(kind -> Objects.requireNonNull(bodies.get(kind), () -> kind + " has no body"));
        return Map.copyOf(bodies);
    }

    private static Stream<Class<?>> bodies(Class<?> all) {
        return Arrays.stream(all.getPermittedSubclasses())
                .flatMap(type -> type.isSealed() ? bodies(type) : Stream.of(type));
    }

    private static CommandKind readKind(Class<?> body) {
        Schema schema = Objects.requireNonNull(body.getAnnotation(Schema.class), () -> body + " has no schema");
        return LeadCommands.named(schema.name())
                .orElseThrow(() -> new IllegalStateException(
                        "the schema of %s has the name %s, which no command has".formatted(body, schema.name())));
    }
}
