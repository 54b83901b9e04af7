package io.closedloop.lead.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedCursorTest {
    private static final String LIST = "funnel 1 {stage=[MQL]}";
    private static final String CURSOR = SealedCursor.text(LIST, 1042, -1, Long.MAX_VALUE);

    @Test
    void givesBackItsNumbersToTheListThatItWasMadeFor() {
        assertThat(SealedCursor.read(CURSOR, LIST, 3)).containsExactly(1042, -1, Long.MAX_VALUE);
    }

    @Test
    void continuesNoOtherList() {
        isRefused(CURSOR, "funnel 1 {stage=[SQL]}", 3);
        isRefused(CURSOR, LIST, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not base 64!", "AAAA"})
    void isNoTextThatSomebodyMadeUp(String text) {
        isRefused(text, LIST, 3);
        isRefused(CURSOR + text + "A", LIST, 3);
    }

    @Test
    void isNotWhatSomebodyMadeOfAnother() {
        for (int i = 0; i < CURSOR.length() - 1; i++) {
            char other = CURSOR.charAt(i) == 'A' ? 'B' : 'A';
            isRefused(CURSOR.substring(0, i) + other + CURSOR.substring(i + 1), LIST, 3);
        }
    }

    @Test
    void hasNoInstantThatNoCursorWasEverMadeOf() {
        assertThat(SealedCursor.instant(0)).isEqualTo(Instant.EPOCH);
        assertThat(SealedCursor.instant(253_402_300_799_999_999L))
                .isEqualTo(Instant.parse("9999-12-31T23:59:59.999999Z"));
        for (long micros :
                new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800_000_000L, -62_135_596_800_000_001L}) {
            assertThatExceptionOfType(InvalidParameterException.class)
                    .isThrownBy(() -> SealedCursor.instant(micros))
                    .satisfies(e -> assertThat(e.parameter()).isEqualTo("cursor"));
        }
    }

    private static void isRefused(String text, String list, int count) {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> SealedCursor.read(text, list, count))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("cursor"));
    }
}
