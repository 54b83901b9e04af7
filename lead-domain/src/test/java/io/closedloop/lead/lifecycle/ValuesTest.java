package io.closedloop.lead.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reps, attributes and chains refuse nonsense. */
class ValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "a\u0007", "\ud83d"})
    void aRepsCodeIsAText(String nonsense) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rep(nonsense));
    }

    @Test
    void aRepsCodeHasOneToAHundredCharactersAndTidyNoBlanksAtItsEnds() {
        assertThat(new Rep("x".repeat(100))).hasToString("x".repeat(100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rep("x".repeat(101)));
        assertThat(new Rep("ana")).isNotEqualTo(new Rep("Ana")).isEqualTo(new Rep(" ana\u00a0").tidy());
        assertThat(new Rep("ana ")).as("as it was stored").isNotEqualTo(new Rep("ana"));
    }

    @Test
    void attributesAreTextsNumbersAndBooleans() {
        assertThat(new Attributes(Map.of("a", "text", "b", 12, "c", true, "d", 1.5, "e", 3L)).values())
                .isEqualTo(Map.of(
                        "a",
                        "text",
                        "b",
                        new BigDecimal("12"),
                        "c",
                        true,
                        "d",
                        new BigDecimal("1.5"),
                        "e",
                        new BigDecimal("3")));
        for (Object nonsense : List.of('c', List.of(), Map.of(), new Object(), Double.NaN, Double.POSITIVE_INFINITY)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Attributes(Map.of("a", nonsense)));
            assertThatIllegalArgumentException().isThrownBy(() -> new AttributesChange(Map.of("a", nonsense)));
        }
    }

    @Test
    void numbersAreEqualWhenTheyAreWorthTheSame() {
        var ten = new Attributes(Map.of("a", 10));
        for (Number same : List.of(10L, 10.0, 10.0f, new BigDecimal("10.000"), new BigDecimal("1E+1"))) {
            assertThat(new Attributes(Map.of("a", same))).isEqualTo(ten).hasSameHashCodeAs(ten);
            assertThat(new AttributesChange(Map.of("a", same))).isEqualTo(new AttributesChange(Map.of("a", 10)));
        }
        assertThat(ten.values().get("a")).hasToString("10");
        assertThat(new Attributes(Map.of("a", 0.0)).values().get("a")).hasToString("0");
    }

    @Test
    void attributesAreNormalizedWhicheverWayTheyAreMade() {
        var sorted = new TreeMap<String, Object>(Map.of("a", 10));
        var attributes = new Attributes(sorted);
        sorted.put("b", "later");

        assertThat(attributes).isEqualTo(new Attributes(Map.of("a", new BigDecimal("10.0"))));
        assertThat(Attributes.NONE.with(new AttributesChange(Map.of("a", 10.0))))
                .isEqualTo(attributes);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> attributes.values().put("c", "more"));
    }

    @Test
    void aNumberHasAHundredDigitsAtMost() {
        for (String number : List.of("1E+100", "1E-100", "-1E+100", "9".repeat(100))) {
            assertThat(new Attributes(Map.of("a", new BigDecimal(number))).values())
                    .hasSize(1);
        }
        for (String number : List.of("1E+101", "1E-101", "1E+2147483647", "1E-2147483647", "9".repeat(101))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Attributes(Map.of("a", new BigDecimal(number))))
                    .withMessage("an attribute's number has 100 digits at most");
        }
    }

    @Test
    void namesAndTextsAreNotTooLong() {
        assertThat(new Attributes(Map.of("n".repeat(100), "x".repeat(1000))).values())
                .hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attributes(Map.of("n".repeat(101), 1)))
                .withMessage("an attribute's name has 1 to 100 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attributes(Map.of("n", "x".repeat(1001))))
                .withMessage("an attribute's text has 1000 characters at most");
        for (String name : List.of("", " ", "\t")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Attributes(Map.of(name, 1)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AttributesChange(Collections.singletonMap(name, null)));
        }
    }

    @Test
    void thereAreAHundredAttributesAtMost() {
        var hundred = IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "a" + i, i -> i));
        var attributes = new Attributes(hundred);
        assertThat(attributes.values()).hasSize(100);
        var more = new HashMap<>(hundred);
        more.put("b", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attributes(more))
                .withMessage("a lead has 100 attributes at most");
        assertThatIllegalArgumentException().isThrownBy(() -> attributes.with(new AttributesChange(Map.of("b", 1))));
    }

    @Test
    void aChangeOfAttributesReplacesAddsAndRemoves() {
        var change = new HashMap<String, Object>();
        change.put("a", null);
        change.put("b", 3);
        change.put("unknown", null);
        change.put("c", "new");

        assertThat(new Attributes(Map.of("a", 1, "b", 2)).with(new AttributesChange(change)))
                .isEqualTo(new Attributes(Map.of("b", 3, "c", "new")));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> new AttributesChange(change).values().put("d", 1));
    }

    @Test
    void aChainIsEqualToAnotherWithTheSameItemsInTheSameOrder() {
        Chain<String> ab = Chain.<String>empty().with("a").with("b");

        assertThat(ab)
                .isEqualTo(ab)
                .isEqualTo(Chain.<String>empty().with("a").with("b"))
                .hasSameHashCodeAs(Chain.<String>empty().with("a").with("b"))
                .isNotEqualTo(Chain.<String>empty().with("b").with("a"))
                .isNotEqualTo(Chain.<String>empty().with("b"))
                .isNotEqualTo(Chain.<String>empty().with("c").with("a").with("b"))
                .isNotEqualTo(Chain.<String>empty())
                .isNotEqualTo("b");
        assertThat(Chain.empty()).isEqualTo(Chain.empty());
        assertThat(ab.hashCode())
                .isNotEqualTo(Chain.<String>empty().with("a").with("c").hashCode());
        assertThat(ab).hasToString("Chain");
    }

    @Test
    void aChainOfManyThousandsIsComparedLikeAShortOne() {
        Chain<Integer> one = Chain.empty();
        Chain<Integer> other = Chain.empty();
        for (int i = 0; i < 100_000; i++) {
            one = one.with(i);
            other = other.with(i);
        }

        assertThat(one.equals(other)).isTrue();
        assertThat(one.with(1).equals(one)).isFalse();
        assertThat(one.hashCode()).isEqualTo(other.hashCode());
    }

    @Test
    void aChainIsGoneThroughFromItsEnd() {
        var items = new ArrayList<String>();

        Chain.<String>empty().with("a").with("b").with("c").forEach(items::add);

        assertThat(items).containsExactly("c", "b", "a");
    }
}
