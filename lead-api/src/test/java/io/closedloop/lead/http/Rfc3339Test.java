package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T09:30:00Z, 2026-01-31T09:30:00Z",
        "2026-01-31t09:30:00z, 2026-01-31T09:30:00Z",
        "2026-01-31T10:30:00.25+01:00, 2026-01-31T09:30:00.250Z",
        "2026-01-31T09:30:00.123456789Z, 2026-01-31T09:30:00.123456Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
    })
    void readsAnyOffsetAndCutsToMicroseconds(String text, String instant) {
        assertThat(Rfc3339.parse(text)).hasToString(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-01-31",
                "2026-01-31T09:30:00",
                "2026-01-31T09:30Z",
                "2026-02-30T09:30:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T09:30:00+01",
                "+10000-01-01T00:00:00Z",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "20260131T093000Z"
            })
    void refusesWhatIsNoInstantOfTheYears1To9999(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Rfc3339.parse(text));
    }
}
