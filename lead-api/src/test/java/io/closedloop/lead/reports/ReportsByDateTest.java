package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** In Berlin, 29 March 2026 has 23 hours, and 25 October 25. */
class ReportsByDateTest extends ReportCalls {
    private static final List<String> REGISTERED = List.of(
            // The last quarter of an hour of 28 March, in winter time
            "2026-03-28T22:45:00Z",
            // The first and the last of 29 March
            "2026-03-28T23:00:00Z",
            "2026-03-29T21:59:59Z",
            // The first of 30 March, a Monday, in summer time
            "2026-03-29T22:00:00Z",
            // The last of 24 October, in summer time
            "2026-10-24T21:59:59Z",
            // The first and the last of 25 October
            "2026-10-24T22:00:00Z",
            "2026-10-25T22:59:59Z",
            // The first of 26 October, a Monday, in winter time
            "2026-10-25T23:00:00Z");

    private final ToldHistory told = new ToldHistory();

    @BeforeEach
    void tell() {
        for (String instant : REGISTERED) {
            told.register(instant, instant, String.valueOf(REGISTERED.indexOf(instant)), "EMAIL", "spring");
        }
        tell(told);
    }

    @Test
    void daysAndWeeksBeginWhereClocksSaySoAlsoWhenTheyAreChanged() {
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin"))
                .isEqualTo(Map.of(
                        "2026-03-28",
                        1,
                        "2026-03-29",
                        2,
                        "2026-03-30",
                        1,
                        "2026-10-24",
                        1,
                        "2026-10-25",
                        2,
                        "2026-10-26",
                        1));
        assertThat(inquiries("groupBy=week&zone=Europe/Berlin"))
                .isEqualTo(Map.of("2026-W13", 3, "2026-W14", 1, "2026-W43", 3, "2026-W44", 1));
        assertThat(inquiries("groupBy=day"))
                .isEqualTo(Map.of("2026-03-28", 2, "2026-03-29", 2, "2026-10-24", 2, "2026-10-25", 2));
    }

    @Test
    void aPeriodOfDatesHasTheRowsOfTheseDates() {
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin&from=2026-03-29&to=2026-03-30"))
                .isEqualTo(Map.of("2026-03-29", 2));
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin&from=2026-10-25&to=2026-10-26"))
                .isEqualTo(Map.of("2026-10-25", 2));
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin&day=2026-03-29&day=2026-10-25"))
                .isEqualTo(Map.of("2026-03-29", 2, "2026-10-25", 2));
        assertThat(ask("/v1/reports/funnel/leads?%s&groupBy=week&zone=Europe/Berlin&key.week=2026-W13&stage=INQUIRY"
                                .formatted(told.only()))
                        .json()
                        .required("items")
                        .findValuesAsString("leadId"))
                .containsExactlyInAnyOrderElementsOf(REGISTERED.subList(0, 3).stream()
                        .map(instant -> told.id(instant).toString())
                        .toList());
    }

    @Test
    void thePeriodBeforeAnHourlessDayIsADayToo() {
        JsonNode compared =
                ask("/v1/reports/funnel?%s&zone=Europe/Berlin&from=2026-03-29&to=2026-03-30&compareTo=previous"
                                .formatted(told.only()))
                        .json();

        assertThat(compared.at("/base/from").asString()).isEqualTo("2026-03-27T23:00:00Z");
        assertThat(compared.at("/base/to").asString()).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(compared.at("/rows/0/base/stages/INQUIRY/entries").asInt()).isEqualTo(1);
        assertThat(compared.at("/rows/0/difference/stages/INQUIRY/entries").asInt())
                .isEqualTo(1);
    }

    private Map<String, Integer> inquiries(String question) {
        var inquiries = new LinkedHashMap<String, Integer>();
        for (JsonNode row : rows(
                ask("/v1/reports/funnel?%s&%s".formatted(told.only(), question)).json())) {
            inquiries.put(
                    row.required("key")
                            .propertyStream()
                            .findFirst()
                            .orElseThrow()
                            .getValue()
                            .asString(),
                    row.at("/stages/INQUIRY/entries").asInt());
        }
        return inquiries;
    }
}
