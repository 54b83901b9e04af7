package io.closedloop.lead.axon;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;

/**
 * Ids for leads, events and messages that grow with time (UUID version 7, RFC 9562), so that an index over millions of
 * them is written at its end and not all over. Axon finds this class by its service file.
 */
public final class TimeOrderedIdentifiers extends IdentifierFactory {
    private static final int IDS_AT_ONCE = 64;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** What a thread has drawn and not used yet: a draw costs much the same however many bytes it gives. */
    private static final ThreadLocal<ByteBuffer> DRAWN = ThreadLocal.withInitial(() -> ByteBuffer.allocate(0));

    @Override
    public String generateIdentifier() {
        return next().toString();
    }

    /** A new id. */
    public static UUID next() {
        ByteBuffer drawn = DRAWN.get();
        if (!drawn.hasRemaining()) {
            byte[] fresh = new byte[IDS_AT_ONCE * 2 * Long.BYTES];
            RANDOM.nextBytes(fresh);
            drawn = ByteBuffer.wrap(fresh);
            DRAWN.set(drawn);
        }
        return next(System.currentTimeMillis(), drawn.getLong(), drawn.getLong());
    }

    static UUID next(long millis, long random, long moreRandom) {
        long high = (millis << 16) | 0x7000L | (random & 0x0fffL);
        long low = 0x8000_0000_0000_0000L | (moreRandom >>> 2);
        return new UUID(high, low);
    }
}
