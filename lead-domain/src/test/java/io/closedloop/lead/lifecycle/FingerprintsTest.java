package io.closedloop.lead.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 64, 1_000, 5_000})
    void findsWhatWasRecordedUnderAnIdAndNothingElse(int entries) {
        var random = new Random(entries);
        var expected = new HashMap<String, Integer>();
        Fingerprints prints = Fingerprints.NONE;
        for (int i = 0; i < entries; i++) {
            // a third of the ids come again, with other content
            String id = "touch-" + random.nextInt(Math.max(1, entries * 2 / 3));
            int content = random.nextInt(100);
            expected.put(id, content);
            prints = prints.with(id, Fingerprints.contentOf(content));
        }

        Fingerprints all = prints;
        assertThat(expected).allSatisfy((id, content) -> {
            assertThat(all.contentUnder(id)).isEqualTo(Fingerprints.contentOf(content));
        });
        assertThat(all.contentUnder("another")).isNull();
        assertThat(all.bytes()).hasSize(24 * expected.size());
        assertThat(Fingerprints.of(all.bytes())).isEqualTo(all);
    }

    @Test
    void isTheSameInWhicheverOrderItCame() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 300; i++) {
            ids.add("id-" + i);
        }
        Fingerprints inOrder = of(ids);
        Collections.shuffle(ids, new Random(11));

        assertThat(of(ids)).isEqualTo(inOrder).hasSameHashCodeAs(inOrder);
        assertThat(of(ids.subList(0, 299))).isNotEqualTo(inOrder);
    }

    @Test
    void leavesWhatItWasMadeFromAsItWas() {
        Fingerprints one = Fingerprints.NONE.with("one", 1);
        Fingerprints two = one.with("two", 2).with("one", 3);

        assertThat(one.contentUnder("one")).isEqualTo(1);
        assertThat(one.contentUnder("two")).isNull();
        assertThat(two.contentUnder("one")).isEqualTo(3);
        assertThat(Fingerprints.NONE.contentUnder("one")).isNull();
    }

    @Test
    void tellsPartsOfAContentApart() {
        List<Long> digests = List.of(
                Fingerprints.contentOf("ab", "c"),
                Fingerprints.contentOf("a", "bc"),
                Fingerprints.contentOf("abc", null),
                Fingerprints.contentOf("abc", ""),
                Fingerprints.contentOf(null, "abc"),
                Fingerprints.contentOf(List.of("a", "b"), "c"),
                Fingerprints.contentOf(List.of("a"), "b", "c"),
                Fingerprints.contentOf(List.of(), "a"),
                Fingerprints.contentOf("a"));

        assertThat(digests).doesNotHaveDuplicates();
        assertThat(Fingerprints.contentOf(List.of("a", "b"), "c"))
                .isEqualTo(Fingerprints.contentOf(List.of("a", "b"), "c"));
    }

    @Test
    void refusesBytesThatAreNone() {
        byte[] bytes = of(List.of("one", "two")).bytes();
        byte[] turned = new byte[bytes.length];
        System.arraycopy(bytes, 24, turned, 0, 24);
        System.arraycopy(bytes, 0, turned, 24, 24);

        assertThatThrownBy(() -> Fingerprints.of(new byte[25])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fingerprints.of(turned)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Fingerprints of(List<String> ids) {
        Fingerprints prints = Fingerprints.NONE;
        for (String id : ids) {
            prints = prints.with(id, Fingerprints.contentOf("content of " + id));
        }
        return prints;
    }
}
