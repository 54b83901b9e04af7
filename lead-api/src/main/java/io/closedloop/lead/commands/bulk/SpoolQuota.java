package io.closedloop.lead.commands.bulk;

import java.util.concurrent.atomic.AtomicLong;

/** How much disk answers that wait for their readers may take: those of each bulk request, and all of them together. */
final class SpoolQuota {
    /**
     * So much each may take whatever the others do, or one that answers as fast as it is read would stand still for
     * those that nobody reads.
     */
    static final long OWN_SHARE = 1024 * 1024;

    private final long each;
    private final long all;
    private final AtomicLong taken = new AtomicLong();

    SpoolQuota(long each, long all) {
        this.each = each;
        this.all = all;
    }

    /** Whether one that has taken so much should take no more. */
    boolean isUsedUp(long own) {
        return own >= each || (own >= OWN_SHARE && taken.get() >= all);
    }

    /** What one may take at most. */
    long each() {
        return each;
    }

    /** How much all of them take now. */
    long taken() {
        return taken.get();
    }

    void take(long bytes) {
        taken.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
