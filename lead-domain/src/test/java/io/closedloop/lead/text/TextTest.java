package io.closedloop.lead.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b", "a\tb", "a\nb", "a\r\nb", "João", "日本語", "😀", "\u00a0a"})
    void takesWhatCanBeRead(String value) {
        assertThat(Text.problem(value, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\n \r", "\u2003"})
    void refusesBlanks(String value) {
        assertThat(Text.problem(value, 10))
                .hasValueSatisfying(problem -> assertThat(problem).contains("not blank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\u0001a", "a\u001fb", "a\u007f", "a\u0085b", "a\u009f"})
    void refusesControlCharacters(String value) {
        assertThat(Text.problem(value, 10))
                .hasValueSatisfying(problem -> assertThat(problem).contains("no control characters"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", " a b", "a b\t\n", "\u00a0a b\u202f", "\ufeffa b", "a b\u200b\u2060", "\u3000a b\u2003 "})
    void aCodeHasNoBlanksAtItsEnds(String value) {
        assertThat(Text.code(value)).isEqualTo("a b");
        assertThat(Text.isOnlyBlanks(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0", "\ufeff\u200b", "\t\u3000"})
    void whatHasNothingButBlanksIsNoCode(String value) {
        assertThat(Text.isOnlyBlanks(value)).isTrue();
        assertThat(Text.code(value)).isEqualTo(value);
    }

    @Test
    void refusesHalvesOfCharacters() {
        assertThat(Text.problem("a\ud83d", 10)).isPresent();
        assertThat(Text.problem("a\ud800", 10)).isPresent();
        assertThat(Text.problem("a\udfff", 10)).isPresent();
        assertThat(Text.problem("\ude00a", 10)).isPresent();
        assertThat(Text.problem("\ude00\ud83d", 10)).isPresent();
        assertThat(Text.problem("a\ud7ffb\ue000", 10)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLongAndSaysHowLongItIs() {
        assertThat(Text.problem("x".repeat(10), 10)).isEmpty();
        assertThat(Text.problem("x".repeat(11), 10)).contains("a text here has 10 characters at most, not 11");
    }
}
