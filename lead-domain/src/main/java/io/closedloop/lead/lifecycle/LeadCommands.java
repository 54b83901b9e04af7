package io.closedloop.lead.lifecycle;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All kinds of lead commands, in the order in which {@link LeadCommand} lists the commands. */
public final class LeadCommands {
    /** Read off the commands once, so that a new command is named in that one list only. */
    private static final List<CommandKind> KINDS = Arrays.stream(LeadCommand.class.getPermittedSubclasses())
            .map(LeadCommands::kindOf)
            .toList();

    private static final Map<String, CommandKind> BY_NAME =
            KINDS.stream().collect(Collectors.toUnmodifiableMap(CommandKind::commandName, Function.identity()));

    private LeadCommands() {}

    public static List<CommandKind> kinds() {
        return KINDS;
    }

    /** @param commandName the name that callers know it by */
    public static Optional<CommandKind> named(String commandName) {
        return Optional.ofNullable(BY_NAME.get(commandName));
    }

    private static CommandKind kindOf(Class<?> command) {
        try {
            Field kind = command.getDeclaredField("KIND");
            return (CommandKind) kind.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "%s has no constant KIND that says who may send it and where".formatted(command.getSimpleName()),
                    e);
        }
    }
}
