package io.closedloop.lead.access;

import java.util.Objects;
import java.util.UUID;

/** The id of an API key: who did something, where two different people are asked for. */
public record KeyId(UUID value) {
    public KeyId {
        Objects.requireNonNull(value, "a key id needs a value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
