package io.closedloop.lead.benchmark;

import java.util.Locale;

/**
 * A line of the table.
 *
 * @param measured the number, or what went wrong
 * @param ratio the number by its target, so that 1 and more reaches it; empty where there is no target
 */
record Row(PartName part, String what, String target, String measured, String ratio) {
    static Row of(PartName part, String what, Target target, double measured) {
        return new Row(part, what, target.text(), number(measured), target.ratio(measured));
    }

    static Row failed(PartName part, Throwable why) {
        String message = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
        return new Row(part, "**did not work**", "", why.getClass().getSimpleName() + ": " + message, "");
    }

    /** As many digits as say something: 12,345, 12.3, 0.123. */
    static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(
                Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : Math.abs(value) >= 1 ? "%.2f" : "%.3f", value);
    }
}
