package io.closedloop.lead.lifecycle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Under which ids something was recorded, and what: a digest of each id beside a digest of its content. A lead with
 * fifty thousand touches keeps 24 bytes of each, and finds one without looking at the others.
 *
 * <p>It is immutable, and one more costs little however many there are: entries lie in sorted runs, each at least twice
 * as long as the next, and runs that are not are merged. So there are as many runs as the number of entries has binary
 * digits at most, and each is searched by halving. This is the logarithmic method of Bentley and Saxe, "Decomposable
 * searching problems I" (Journal of Algorithms 1, 1980).
 */
final class Fingerprints {
    static final Fingerprints NONE = new Fingerprints(List.of());

    /** Of an entry: two of the id, one of the content. */
    private static final int LONGS = 3;

    /** The longest first; each sorted by the digest of the id. */
    private final List<long[]> runs;

    private Fingerprints(List<long[]> runs) {
        this.runs = runs;
    }

    /**
     * The digest of a content, its first 64 bits: two contents that differ practically never share it.
     *
     * @param parts of the content, in an order that never changes: each by its {@code toString}, and a list by its
     *     items
     */
    static long contentOf(@Nullable Object... parts) {
        MessageDigest digest = sha256();
        add(digest, Arrays.asList(parts));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** Lengths stand before what is added, so that no part can pass for the end of another; absent has -1. */
    private static void add(MessageDigest digest, @Nullable Object part) {
        switch (part) {
            case null -> digest.update(length(-1));
            case List<?> items -> {
                digest.update(length(items.size()));
                items.forEach(item -> add(digest, item));
            }
            default -> {
                byte[] text = part.toString().getBytes(StandardCharsets.UTF_8);
                digest.update(length(text.length));
                digest.update(text);
            }
        }
    }

    private static ByteBuffer length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).flip();
    }

    /** An id as it is sorted and found: the first 128 bits of its digest. */
    private static long[] place(String id) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(id.getBytes(StandardCharsets.UTF_8)));
        return new long[] {digest.getLong(), digest.getLong()};
    }

    /**
     * With one more; where its id is there already, the new content counts.
     *
     * @param content its {@linkplain #contentOf digest}
     */
    Fingerprints with(String id, long content) {
        long[] place = place(id);
        long[] run = {place[0], place[1], content};
        int kept = runs.size();
        while (kept > 0 && runs.get(kept - 1).length < 2 * run.length) {
            kept--;
            run = merged(runs.get(kept), run);
        }
        long[][] all = new long[kept + 1][];
        for (int i = 0; i < kept; i++) {
            all[i] = runs.get(i);
        }
        all[kept] = run;
        return new Fingerprints(List.of(all));
    }

    /** The digest of what was recorded under an id; null: nothing was. */
    @Nullable
    Long contentUnder(String id) {
        if (runs.isEmpty()) {
            return null;
        }
        long[] wanted = place(id);
        for (long[] run : runs.reversed()) {
            int low = 0;
            int high = run.length / LONGS - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = compare(run, middle, wanted, 0);
                if (order == 0) {
                    return run[middle * LONGS + 2];
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
        }
        return null;
    }

    /** How many bytes the entries take. */
    int size() {
        return runs.stream().mapToInt(run -> run.length * Long.BYTES).sum();
    }

    /** All entries, sorted, as bytes that {@link #of} reads. */
    byte[] bytes() {
        long[] all = runs.stream().reduce(new long[0], Fingerprints::merged);
        ByteBuffer bytes = ByteBuffer.allocate(all.length * Long.BYTES);
        bytes.asLongBuffer().put(all);
        return bytes.array();
    }

    /** @throws IllegalArgumentException when the bytes are not such as {@link #bytes} gives */
    static Fingerprints of(byte[] bytes) {
        if (bytes.length % (LONGS * Long.BYTES) != 0) {
            throw new IllegalArgumentException("%d bytes are no fingerprints".formatted(bytes.length));
        }
        long[] run = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(run);
        boolean sorted = IntStream.range(1, run.length / LONGS).allMatch(i -> compare(run, i - 1, run, i) < 0);
        if (!sorted) {
            throw new IllegalArgumentException("fingerprints are sorted by their ids, and these are not");
        }
        return run.length == 0 ? NONE : new Fingerprints(List.of(run));
    }

    /** {@link #bytes} in Base64. */
    String text() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    /** @throws IllegalArgumentException when the text is not such as {@link #text} gives */
    static Fingerprints ofText(String text) {
        return of(Base64.getDecoder().decode(text));
    }

    /** Both runs in one; of an id in both, the content in {@code newer}. */
    private static long[] merged(long[] older, long[] newer) {
        long[] all = new long[older.length + newer.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < older.length || j < newer.length) {
            int order = i == older.length ? 1 : j == newer.length ? -1 : compare(older, i / LONGS, newer, j / LONGS);
            long[] from = order < 0 ? older : newer;
            System.arraycopy(from, order < 0 ? i : j, all, size, LONGS);
            size += LONGS;
            i += order <= 0 ? LONGS : 0;
            j += order >= 0 ? LONGS : 0;
        }
        return size == all.length ? all : Arrays.copyOf(all, size);
    }

    private static int compare(long[] some, int at, long[] others, int where) {
        int high = Long.compare(some[at * LONGS], others[where * LONGS]);
        return high != 0 ? high : Long.compare(some[at * LONGS + 1], others[where * LONGS + 1]);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprints that && Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    /** Without the entries: there may be very many. */
    @Override
    public String toString() {
        return "Fingerprints";
    }
}
