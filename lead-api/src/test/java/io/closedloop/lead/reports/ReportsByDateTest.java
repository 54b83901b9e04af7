package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.closedloop.lead.http.Caller.Answer;
import java.time.LocalDate;
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
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin&gaps=false"))
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
        assertThat(inquiries("groupBy=week&zone=Europe/Berlin&gaps=false"))
                .isEqualTo(Map.of("2026-W13", 3, "2026-W14", 1, "2026-W43", 3, "2026-W44", 1));
        assertThat(inquiries("groupBy=day&gaps=false"))
                .isEqualTo(Map.of("2026-03-28", 2, "2026-03-29", 2, "2026-10-24", 2, "2026-10-25", 2));
    }

    @Test
    void aPeriodOfDatesHasTheRowsOfTheseDates() {
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin&from=2026-03-29&to=2026-03-30"))
                .isEqualTo(Map.of("2026-03-29", 2));
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin&from=2026-10-25&to=2026-10-26"))
                .isEqualTo(Map.of("2026-10-25", 2));
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin&day=2026-03-29&day=2026-10-25&gaps=false"))
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
    void rowsStandInTheOrderOfTimeWithTheEmptyOnesBetween() {
        Map<String, Integer> days = inquiries("groupBy=day&zone=Europe/Berlin");
        List<String> all = LocalDate.of(2026, 3, 28)
                .datesUntil(LocalDate.of(2026, 10, 27))
                .map(LocalDate::toString)
                .toList();
        assertThat(days.keySet()).containsExactlyElementsOf(all);
        assertThat(days.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(REGISTERED.size());
        assertThat(inquiries("groupBy=month&zone=Europe/Berlin"))
                .containsExactly(
                        entry("2026-03", 4),
                        entry("2026-04", 0),
                        entry("2026-05", 0),
                        entry("2026-06", 0),
                        entry("2026-07", 0),
                        entry("2026-08", 0),
                        entry("2026-09", 0),
                        entry("2026-10", 4));
        assertThat(inquiries("groupBy=year")).containsExactly(entry("2026", 8));

        JsonNode april = ask("/v1/reports/campaigns?%s&groupBy=month".formatted(told.only()))
                .json()
                .at("/rows/1");
        assertThat(april.at("/key/month").asString()).isEqualTo("2026-04");
        assertThat(april.required("leads").asInt()).isZero();
        assertThat(april.at("/leadToWin/value").isNull()).isTrue();
        assertThat(april.required("revenue")).isEmpty();
    }

    @Test
    void weeksBeginOnTheDayThatTheQuestionSays() {
        // 29 March and 25 October are Sundays.
        assertThat(inquiries("groupBy=week&zone=Europe/Berlin&weekStart=SUNDAY&gaps=false"))
                .containsExactly(
                        entry("2026-03-22", 1), entry("2026-03-29", 3), entry("2026-10-18", 1), entry("2026-10-25", 3));
        assertThat(inquiries("groupBy=week&zone=Europe/Berlin&weekStart=SUNDAY"))
                .hasSize(32);
        assertThat(inquiries("groupBy=week&zone=Europe/Berlin&weekStart=MONDAY"))
                .isEqualTo(inquiries("groupBy=week&zone=Europe/Berlin"));
        assertThat(inquiries("groupBy=day&zone=Europe/Berlin&weekStart=SUNDAY&week=2026-03-29"))
                .containsExactly(entry("2026-03-29", 2), entry("2026-03-30", 1));
        assertThat(
                        ask("/v1/reports/funnel/leads?%s&groupBy=week&zone=Europe/Berlin&weekStart=SUNDAY&key.week=2026-03-22&stage=INQUIRY"
                                        .formatted(told.only()))
                                .json()
                                .required("items")
                                .findValuesAsString("leadId"))
                .containsExactly(told.id(REGISTERED.getFirst()).toString());
        assertThat(
                        ask("/v1/reports/funnel/explain?%s&groupBy=week&zone=Europe/Berlin&weekStart=SUNDAY&key.week=2026-03-29&stage=INQUIRY&asOf=2026-01-01"
                                        .formatted(told.only()))
                                .json()
                                .at("/now/units")
                                .asInt())
                .isEqualTo(3);
    }

    @Test
    void yearsAndQuartersBeginInTheMonthThatTheQuestionSays() {
        assertThat(inquiries("groupBy=quarter&zone=Europe/Berlin&fiscalYearStart=04"))
                .containsExactly(
                        entry("FY2026-Q4", 4), entry("FY2027-Q1", 0), entry("FY2027-Q2", 0), entry("FY2027-Q3", 4));
        assertThat(inquiries("groupBy=year&zone=Europe/Berlin&fiscalYearStart=04"))
                .containsExactly(entry("FY2026", 4), entry("FY2027", 4));
        assertThat(inquiries("groupBy=year&zone=Europe/Berlin&fiscalYearStart=01"))
                .containsExactly(entry("2026", 8));
        assertThat(inquiries("groupBy=month&zone=Europe/Berlin&fiscalYearStart=04&quarter=FY2027-Q3"))
                .containsExactly(entry("2026-10", 4));
        assertThat(ask(
                                "/v1/reports/funnel?%s&groupBy=quarter&fiscalYearStart=04".formatted(told.only()),
                                "Accept",
                                "text/csv")
                        .body()
                        .lines()
                        .map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1))))
                .containsExactly("quarter,INQUIRY", "FY2026-Q4,4", "FY2027-Q1,0", "FY2027-Q2,0", "FY2027-Q3,4");
        JsonNode said = ask("/v1/reports/funnel?%s&groupBy=quarter,week&fiscalYearStart=04&weekStart=SUNDAY"
                        .formatted(told.only()))
                .json();
        assertThat(said.required("fiscalYearStart").asString()).isEqualTo("04");
        assertThat(said.required("weekStart").asString()).isEqualTo("SUNDAY");
        assertThat(ask("/v1/reports/funnel?" + told.only()).json().propertyNames())
                .doesNotContain("fiscalYearStart", "weekStart", "gaps");
    }

    @Test
    void otherGroupsStandWithinTheirDateTheLargestFirst() {
        told.register("2026-04-05T10:00:00Z", "a", "a", "SOCIAL", "spring")
                .register("2026-04-06T10:00:00Z", "b", "b", "SOCIAL", "spring")
                .register("2026-04-07T10:00:00Z", "c", "c", "EMAIL", "spring");
        tell(told);

        assertThat(rows(ask("/v1/reports/funnel?%s&groupBy=channel,quarter".formatted(told.only()))
                                .json())
                        .stream()
                        .map(row -> row.at("/key/quarter").asString() + " "
                                + row.at("/key/channel").asString()))
                .containsExactly("2026-Q1 EMAIL", "2026-Q2 SOCIAL", "2026-Q2 EMAIL", "2026-Q4 EMAIL");
    }

    @Test
    void whatWasKnownAtAnotherInstantIsComparedInTheSameRows() {
        JsonNode compared =
                ask("/v1/reports/funnel?%s&groupBy=quarter&fiscalYearStart=04&zone=Europe/Berlin&compareTo=2026-01-01"
                                .formatted(told.only()))
                        .json();

        assertThat(compared.required("rows").findValuesAsString("quarter"))
                .containsExactly("FY2026-Q4", "FY2027-Q1", "FY2027-Q2", "FY2027-Q3");
        assertThat(compared.at("/rows/0/difference/stages/INQUIRY/entries").asInt())
                .isEqualTo(4);
        assertThat(compared.at("/rows/1/base/stages/INQUIRY/entries").asInt()).isZero();
    }

    @Test
    void moreEmptyRowsThanAnybodyReadsAreRefusedAndTheWayOutIsNamed() {
        told.register("1995-01-01T00:00:00Z", "old", "old", "EMAIL", "spring");
        tell(told);

        String question = "/v1/reports/funnel?%s&groupBy=day&minPosition=%d".formatted(told.only(), told());
        Answer refused = analyst().get(question);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("?gaps");
        assertThat(refused.json().required("detail").asString()).contains("1995-01-01", "10000", "gaps=false");
        assertThat(inquiries("groupBy=day&gaps=false").keySet()).first().isEqualTo("1995-01-01");
        assertThat(inquiries("groupBy=month")).hasSize(31 * 12 + 10);
        assertThat(ask(question + "&definition=1").status()).isEqualTo(200);
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
