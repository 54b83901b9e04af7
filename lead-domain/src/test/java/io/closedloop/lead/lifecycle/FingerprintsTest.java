package io.closedloop.lead.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.lifecycle.Fingerprints.Print;
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
            prints = prints.with(Print.of(id, content));
        }

        Fingerprints all = prints;
        assertThat(expected).allSatisfy((id, content) -> {
            assertThat(all.hasId(id)).isTrue();
            assertThat(all.has(Print.of(id, content))).isTrue();
            assertThat(all.has(Print.of(id, content + 1))).isFalse();
        });
        assertThat(all.hasId("another")).isFalse();
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
        Fingerprints one = Fingerprints.NONE.with(Print.of("one", "a"));
        Fingerprints two = one.with(Print.of("two", "b")).with(Print.of("one", "c"));

        assertThat(one.has(Print.of("one", "a"))).isTrue();
        assertThat(one.hasId("two")).isFalse();
        assertThat(two.has(Print.of("one", "c"))).isTrue();
        assertThat(two.has(Print.of("one", "a"))).isFalse();
        assertThat(Fingerprints.NONE.hasId("one")).isFalse();
    }

    @Test
    void tellsPartsOfAContentApart() {
        List<Print> prints = List.of(
                Print.of("id", "ab", "c"),
                Print.of("id", "a", "bc"),
                Print.of("id", "abc", null),
                Print.of("id", "abc", ""),
                Print.of("id", null, "abc"),
                Print.of("id", List.of("a", "b"), "c"),
                Print.of("id", List.of("a"), "b", "c"),
                Print.of("id", List.of(), "a"),
                Print.of("id", "a"));

        assertThat(prints).doesNotHaveDuplicates();
        assertThat(Print.of("id", List.of("a", "b"), "c")).isEqualTo(Print.of("id", List.of("a", "b"), "c"));
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
            prints = prints.with(Print.of(id, "content of " + id));
        }
        return prints;
    }
}
