package io.closedloop.lead.sealing;

import java.util.Arrays;

/** Keys that are the same in every run. */
public final class SubjectKeyFixture {
    private SubjectKeyFixture() {}

    public static SubjectKey key(int number) {
        byte[] bytes = new byte[SubjectKey.BYTES];
        Arrays.fill(bytes, (byte) number);
        return new SubjectKey(bytes);
    }
}
