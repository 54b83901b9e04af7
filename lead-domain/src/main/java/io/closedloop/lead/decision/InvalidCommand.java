package io.closedloop.lead.decision;

import java.util.List;
import java.util.stream.Collectors;

/** Fields are missing or have values that they must not have. */
public record InvalidCommand(List<WrongField> errors) implements Refusal {
    public InvalidCommand {
        errors = List.copyOf(errors);
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("an invalid command has at least one error");
        }
    }

    public InvalidCommand(String pointer, String detail) {
        this(List.of(new WrongField(pointer, detail)));
    }

    @Override
    public RefusalCode code() {
        return RefusalCode.INVALID_COMMAND;
    }

    @Override
    public String detail() {
        return errors.stream().map(e -> e.pointer() + ": " + e.detail()).collect(Collectors.joining("; "));
    }
}
