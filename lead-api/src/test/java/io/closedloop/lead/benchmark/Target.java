package io.closedloop.lead.benchmark;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** What a number is hoped to be. */
sealed interface Target {
    /** Nothing in particular: the number is told because the others are read with it. */
    Target NONE = new None();

    /** @param aim what would be better still; as much as {@code value} where nothing is said */
    record AtLeast(double value, double aim) implements Target {}

    record AtMost(double value) implements Target {}

    record None() implements Target {}

    static Target atLeast(double value) {
        return new AtLeast(value, value);
    }

    static Target atLeast(double value, double aim) {
        return new AtLeast(value, aim);
    }

    static Target atMost(double value) {
        return new AtMost(value);
    }

    default String text() {
        return switch (this) {
            case AtLeast(double value, double aim)
            when aim > value -> "≥ %s, aim %s".formatted(number(value), number(aim));
            case AtLeast(double value, double aim) -> "≥ " + number(value);
            case AtMost(double value) -> "≤ " + number(value);
            case None() -> "";
        };
    }

    /** How the measured number stands to the target: 1 and more reaches it. */
    default String ratio(double measured) {
        return switch (this) {
            case AtLeast(double value, double aim) -> ratioText(measured / value);
            // Nothing at all is not infinitely good, only good enough.
            case AtMost(double value) -> measured <= 0 ? "≥ 1" : ratioText(value / measured);
            case None() -> "";
        };
    }

    private static String number(double value) {
        return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    private static String ratioText(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
