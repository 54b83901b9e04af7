package io.closedloop.lead.leads;

import io.closedloop.lead.reporting.InvalidParameterException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where a list of leads goes on: after the last lead of the page before. It knows the list's filters, so that it
 * continues no other list, and the position that the page spoke for, so that the next one speaks for no earlier one.
 *
 * @param registeredAt of the last lead shown, in microseconds
 * @param registeredPosition of the last lead shown
 * @param position that the page before spoke for
 */
record LeadCursor(long registeredAt, long registeredPosition, long position) {
    private static final int NUMBERS = 3 * Long.BYTES;
    private static final int SEAL = 8;

    /** @param filters the list's filters in one canonical text */
    String text(String filters) {
        byte[] numbers = ByteBuffer.allocate(NUMBERS)
                .putLong(registeredAt)
                .putLong(registeredPosition)
                .putLong(position)
                .array();
        byte[] text = ByteBuffer.allocate(NUMBERS + SEAL)
                .put(numbers)
                .put(seal(numbers, filters))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** @throws InvalidParameterException when it was not given out for a list with these filters */
    static LeadCursor parse(String text, String filters) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (bytes.length != NUMBERS + SEAL) {
            throw invalid();
        }
        byte[] numbers = Arrays.copyOf(bytes, NUMBERS);
        if (!Arrays.equals(seal(numbers, filters), Arrays.copyOfRange(bytes, NUMBERS, bytes.length))) {
            throw invalid();
        }
        var read = ByteBuffer.wrap(numbers);
        return new LeadCursor(read.getLong(), read.getLong(), read.getLong());
    }

    private static byte[] seal(byte[] numbers, String filters) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("leads by registration\n".getBytes(StandardCharsets.UTF_8));
            digest.update(numbers);
            digest.update(filters.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), SEAL);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static InvalidParameterException invalid() {
        return new InvalidParameterException(
                "cursor", "this is no nextCursor of a list with the same filters; begin again without a cursor");
    }
}
