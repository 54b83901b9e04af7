package io.closedloop.lead.benchmark;

import java.util.UUID;

/**
 * The lines of one bulk stream, made while they are sent, so that their number costs no memory. The n-th lead of a run
 * is always the same one: whoever reads it later knows its id without having kept it.
 */
abstract class Lines {
    private final String run;
    private final long end;
    private long lead;
    private int step;

    /**
     * @param run tells the leads of this log from those of another; @param first the first lead; @param end the one
     *     after the last
     */
    Lines(String run, long first, long end) {
        this.run = run;
        this.lead = first;
        this.end = end;
    }

    /** Appends the next line with its end, unless there is none. */
    final boolean next(StringBuilder to) {
        while (lead < end) {
            if (line(to, lead, step++)) {
                to.append('\n');
                return true;
            }
            lead++;
            step = 0;
        }
        return false;
    }

    /** Appends the command that is the lead's step, counted from 0; false when it has lived its life. */
    abstract boolean line(StringBuilder to, long lead, int step);

    final String run() {
        return run;
    }

    /** The id of a run's lead, as scattered as random ones. */
    static UUID leadId(String run, long lead) {
        long high = mix(lead * 2 + run.hashCode() * 0x9E37_79B9_7F4A_7C15L);
        long low = mix(high + lead);
        // Version 4, variant 2.
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    /** One of several values, always the same for the same lead. */
    static String one(String[] values, long lead, int salt) {
        return values[(int) Math.floorMod(mix(lead + salt * 0x1_0000_0001L), (long) values.length)];
    }

    final StringBuilder command(StringBuilder to, String name, long lead) {
        return to.append("{\"command\":\"")
                .append(name)
                .append("\",\"leadId\":\"")
                .append(leadId(run, lead))
                .append('"');
    }
}
