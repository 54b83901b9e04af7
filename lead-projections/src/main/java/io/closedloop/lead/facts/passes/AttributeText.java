package io.closedloop.lead.facts.passes;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An attribute's value as reports group and filter by it: {@code true}, {@code 12.5}, {@code Berlin}. */
public final class AttributeText {
    private AttributeText() {}

    /** Null, a removed attribute, stays null. */
    public static @Nullable String of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }
}
