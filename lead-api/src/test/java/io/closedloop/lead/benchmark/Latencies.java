package io.closedloop.lead.benchmark;

/**
 * How long things took, in buckets that are at most 1/32 wide of what is in them, from a microsecond to an hour. For
 * one thread; several are added up.
 */
final class Latencies {
    private static final int PRECISION_BITS = 5;
    private static final int STEPS = 1 << PRECISION_BITS;
    private static final int BUCKETS = 40 * STEPS;

    private final long[] counts = new long[BUCKETS];
    private long total;
    private long worstNanos;

    void record(long nanos) {
        counts[bucket(nanos / 1_000)]++;
        total++;
        worstNanos = Math.max(worstNanos, nanos);
    }

    void add(Latencies other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        worstNanos = Math.max(worstNanos, other.worstNanos);
    }

    long count() {
        return total;
    }

    /**
     * What the given part of all took at most, in milliseconds, to the upper end of its bucket.
     *
     * @param part above 0, at most 1
     * @throws IllegalStateException when nothing was recorded
     */
    double percentileMillis(double part) {
        if (total == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        long wanted = (long) Math.ceil(part * total);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(upperMicros(i) / 1_000.0, worstMillis());
            }
        }
        return worstMillis();
    }

    double worstMillis() {
        return worstNanos / 1e6;
    }

    /** Below {@link #STEPS} each microsecond is a bucket; above, every power of two has as many. */
    private static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) Math.max(micros, 0);
        }
        int shift = 63 - Long.numberOfLeadingZeros(micros) - PRECISION_BITS;
        return Math.min((shift << PRECISION_BITS) + (int) (micros >>> shift), BUCKETS - 1);
    }

    private static long upperMicros(int bucket) {
        if (bucket < STEPS) {
            return bucket + 1L;
        }
        int shift = (bucket >>> PRECISION_BITS) - 1;
        return ((long) (bucket - (shift << PRECISION_BITS)) + 1) << shift;
    }
}
