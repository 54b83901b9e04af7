package io.closedloop.lead.settings;

import java.io.Serial;

/** A setting has a value that it cannot have. */
public final class WrongSettingException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String action;

    private WrongSettingException(String description, String action) {
        super(description);
        this.action = action;
    }

    /**
     * Holds a value against its rule.
     *
     * @param name the whole name: {@code closedloop.bulk.streams}
     * @param value what was given; never a secret
     * @param rule what it must be, after the word "must": {@code be 1 at least}
     * @throws WrongSettingException when it is not kept, with all three in its message
     */
    public static void require(boolean kept, String name, Object value, String rule) {
        if (!kept) {
            throw new WrongSettingException(
                    "The setting %s is %s, but must %s.".formatted(name, value, rule),
                    "Set %s to another value, or leave it out for its default.".formatted(name));
        }
    }

    static WrongSettingException unknown(String description, String action) {
        return new WrongSettingException(description, action);
    }

    /** What to do about it. */
    String action() {
        return action;
    }
}
