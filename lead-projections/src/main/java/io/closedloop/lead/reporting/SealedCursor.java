package io.closedloop.lead.reporting;

import io.closedloop.lead.columnstore.Micros;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where a list goes on, as a text that only this list takes: it is bound to the question, so that it continues no other
 * list.
 */
public final class SealedCursor {
    private static final int SEAL = 8;
    private static final long EARLIEST = Micros.of(Instant.parse("0001-01-01T00:00:00Z"));
    private static final long LATEST = Micros.of(Instant.parse("9999-12-31T23:59:59.999999Z"));

    private SealedCursor() {}

    /**
     * @param list what is listed and how it was asked, in one canonical text
     * @param numbers where it goes on
     */
    public static String text(String list, long... numbers) {
        var bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        byte[] content = bytes.array();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(content.length + SEAL)
                        .put(content)
                        .put(seal(content, list))
                        .array());
    }

    /**
     * The numbers that a cursor was made of.
     *
     * @throws InvalidParameterException when it was not given out for this list
     */
    public static long[] read(String text, String list, int count) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        int length = count * Long.BYTES;
        if (bytes.length != length + SEAL) {
            throw invalid();
        }
        byte[] content = Arrays.copyOf(bytes, length);
        if (!Arrays.equals(seal(content, list), Arrays.copyOfRange(bytes, length, bytes.length))) {
            throw invalid();
        }
        var numbers = new long[count];
        ByteBuffer.wrap(content).asLongBuffer().get(numbers);
        return numbers;
    }

    /**
     * The instant that is one of a cursor's numbers. The seal tells mistakes, not malice: whoever knows how it is made
     * can make another.
     *
     * @param micros microseconds since 1970
     * @throws InvalidParameterException when it is no instant that a cursor was ever made of
     */
    public static Instant instant(long micros) {
        if (micros < EARLIEST || micros > LATEST) {
            throw invalid();
        }
        return Micros.toInstant(micros);
    }

    private static byte[] seal(byte[] content, String list) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content);
            digest.update(list.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), SEAL);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static InvalidParameterException invalid() {
        return new InvalidParameterException(
                "cursor",
                "the cursor is not the nextCursor of a page with the same parameters; begin again without a cursor");
    }
}
