package io.closedloop.lead.http;

/**
 * The three bytes that some programs, those of Windows above all, put before a text in UTF-8. They say nothing, and are
 * passed over (RFC 8259, 8.1).
 */
public final class ByteOrderMark {
    private static final int LENGTH = 3;

    private ByteOrderMark() {}

    /** How many of the bytes from {@code offset} on are a mark: three or none. */
    public static int lengthAt(byte[] bytes, int offset, int length) {
        return length >= LENGTH
                        && bytes[offset] == (byte) 0xEF
                        && bytes[offset + 1] == (byte) 0xBB
                        && bytes[offset + 2] == (byte) 0xBF
                ? LENGTH
                : 0;
    }
}
