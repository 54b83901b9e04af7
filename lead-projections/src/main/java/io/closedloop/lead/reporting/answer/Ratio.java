package io.closedloop.lead.reporting.answer;

import org.jspecify.annotations.Nullable;

/**
 * A part of a whole, unrounded, with what it takes to judge it.
 *
 * @param value numerator / denominator; null where the denominator is 0
 * @param open how many of the denominator may still arrive; null where that makes no sense
 * @param low the lower end of the 95 % interval; null where the denominator is 0 or the numerator is no part of it
 * @param high the upper end
 */
public record Ratio(
        @Nullable Double value,
        long numerator,
        long denominator,
        @Nullable Long open,
        @Nullable Double low,
        @Nullable Double high) {
    /** The 97.5 % quantile of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * Of {@code denominator}, {@code numerator} arrived; with Wilson's score interval (E. B. Wilson, "Probable
     * inference, the law of succession, and statistical inference", 1927).
     */
    public static Ratio ofCohort(long numerator, long denominator, @Nullable Long open) {
        if (denominator == 0) {
            return new Ratio(null, numerator, 0, open, null, null);
        }
        double n = denominator;
        double share = numerator / n;
        double middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double reach = Z / (1 + Z * Z / n) * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        // At the ends the formula gives exactly 0 and 1, floating point nearly.
        double low = numerator == 0 ? 0 : Math.max(0, middle - reach);
        double high = numerator == denominator ? 1 : Math.min(1, middle + reach);
        return new Ratio(share, numerator, denominator, open, low, high);
    }

    /** Two counts of the same period: not a part of a whole, so nothing is open and there is no interval. */
    public static Ratio ofFlow(long numerator, long denominator) {
        return new Ratio(
                denominator == 0 ? null : (double) numerator / denominator, numerator, denominator, null, null, null);
    }
}
