package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.http.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of bytes, of which one that is too long costs no more memory than the limit. A byte order mark before a
 * line is left out: files that begin with one may have been put together.
 */
final class NdjsonLines {
    private final InputStream in;
    private final int maxLength;
    private final byte[] chunk = new byte[64 * 1024];
    private int at;
    private int end;
    private boolean tooLong;
    private long number;

    /** @param maxLength the bytes that a line has at most */
    NdjsonLines(InputStream in, int maxLength) {
        this.in = in;
        this.maxLength = maxLength;
    }

    /** The next line without its line break; null at the end. A line that {@link #wasTooLong} is cut. */
    byte @Nullable [] next() throws IOException {
        byte[] line = new byte[512];
        int length = 0;
        tooLong = false;
        boolean any = false;
        while (true) {
            if (at == end) {
                end = in.read(chunk);
                at = 0;
                if (end <= 0) {
                    end = 0;
                    return any ? finished(line, length) : null;
                }
            }
            any = true;
            int stop = indexOfLineBreak();
            int more = stop - at;
            int kept = Math.min(more, maxLength - length);
            tooLong |= kept < more;
            line = length + kept > line.length ? Arrays.copyOf(line, Math.max(length + kept, line.length * 2)) : line;
            System.arraycopy(chunk, at, line, length, kept);
            length += kept;
            boolean complete = stop < end;
            at = complete ? stop + 1 : end;
            if (complete) {
                return finished(line, length);
            }
        }
    }

    private byte[] finished(byte[] line, int length) {
        number++;
        int start = ByteOrderMark.lengthAt(line, 0, length);
        int end = length > start && line[length - 1] == '\r' ? length - 1 : length;
        return Arrays.copyOfRange(line, start, end);
    }

    private int indexOfLineBreak() {
        for (int i = at; i < end; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return end;
    }

    boolean wasTooLong() {
        return tooLong;
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }
}
