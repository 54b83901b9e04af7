package io.closedloop.lead.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.closedloop.lead.reporting.Group.Period;
import io.closedloop.lead.reporting.answer.Timeline;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {
    private static final LocalDate FIRST = LocalDate.of(2023, 12, 1);
    private static final LocalDate LAST = LocalDate.of(2029, 3, 1);
    /** What was the first day of the year 1 in UTC was the last of the year before further west. */
    private static final LocalDate FIRST_OF_ALL = LocalDate.of(0, 12, 31);

    @ParameterizedTest(name = "{1} is the {0} from {2} to before {3}")
    @CsvSource({
        "DAY, 2026-01-31, 2026-01-31, 2026-02-01, MONDAY, JANUARY",
        "WEEK, 2026-W01, 2025-12-29, 2026-01-05, MONDAY, JANUARY",
        "WEEK, 2020-W53, 2020-12-28, 2021-01-04, MONDAY, JANUARY",
        "WEEK, 2026-03-01, 2026-03-01, 2026-03-08, SUNDAY, JANUARY",
        "WEEK, 2025-12-27, 2025-12-27, 2026-01-03, SATURDAY, JANUARY",
        "MONTH, 2026-01, 2026-01-01, 2026-02-01, MONDAY, JANUARY",
        "MONTH, 2026-01, 2026-01-01, 2026-02-01, SUNDAY, APRIL",
        "QUARTER, 2026-Q4, 2026-10-01, 2027-01-01, MONDAY, JANUARY",
        "QUARTER, FY2027-Q1, 2026-04-01, 2026-07-01, MONDAY, APRIL",
        "QUARTER, FY2026-Q4, 2026-01-01, 2026-04-01, MONDAY, APRIL",
        "QUARTER, FY2027-Q1, 2026-12-01, 2027-03-01, MONDAY, DECEMBER",
        "QUARTER, FY2027-Q4, 2026-11-01, 2027-02-01, MONDAY, FEBRUARY",
        "YEAR, 2026, 2026-01-01, 2027-01-01, MONDAY, JANUARY",
        "YEAR, FY2027, 2026-04-01, 2027-04-01, MONDAY, APRIL",
        "YEAR, FY2027, 2026-02-01, 2027-02-01, MONDAY, FEBRUARY",
        "YEAR, FY2027, 2026-12-01, 2027-12-01, MONDAY, DECEMBER"
    })
    void readsAPeriodAsItWritesIt(
            Period period, String text, LocalDate begin, LocalDate end, DayOfWeek weekStart, Month yearStart) {
        var calendar = new Calendar(weekStart, yearStart);
        assertThat(calendar.parse(period, text)).isEqualTo(begin);
        assertThat(calendar.format(period, begin)).isEqualTo(text);
        assertThat(calendar.end(period, begin)).isEqualTo(end);
        assertThat(calendar.begin(period, end.minusDays(1))).isEqualTo(begin);
    }

    @Test
    void everyDayIsInOnePeriodAndNamesStandInTheOrderOfTime() {
        everyDayIsInOnePeriodAndNamesStandInTheOrderOfTime(FIRST, LAST);
        everyDayIsInOnePeriodAndNamesStandInTheOrderOfTime(FIRST_OF_ALL, FIRST_OF_ALL.plusYears(2));
    }

    private static void everyDayIsInOnePeriodAndNamesStandInTheOrderOfTime(LocalDate first, LocalDate last) {
        for (DayOfWeek weekStart : DayOfWeek.values()) {
            for (Month yearStart : Month.values()) {
                var calendar = new Calendar(weekStart, yearStart);
                for (Period period : Period.values()) {
                    var names = new LinkedHashSet<String>();
                    for (LocalDate day = first; day.isBefore(last); day = day.plusDays(1)) {
                        LocalDate begin = calendar.begin(period, day);
                        LocalDate end = calendar.end(period, day);
                        assertThat(day).isAfterOrEqualTo(begin).isBefore(end);
                        assertThat(calendar.begin(period, end)).isEqualTo(end);
                        String name = calendar.format(period, begin);
                        assertThat(calendar.parse(period, name)).isEqualTo(begin);
                        names.add(name);
                    }
                    assertThat(List.copyOf(names))
                            .as("%s of %s", period, calendar)
                            .isSorted();
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "WEEK, 2026-W54",
        "WEEK, 2026-W00",
        "WEEK, 2026-03-01",
        "MONTH, 2026-13",
        "QUARTER, 2026-Q0",
        "QUARTER, 2026-Q5",
        "QUARTER, FY2026-Q1",
        "YEAR, 26",
        "YEAR, +12026",
        "YEAR, FY2026"
    })
    void refusesWhatIsNoPeriod(Period period, String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Calendar.USUAL.parse(period, text));
    }

    @Test
    void rowsByDatesGoThroughAllThatIsBetweenTheFirstAndTheLast() {
        assertThat(between(Calendar.USUAL, "month", "2025-11", "2026-02"))
                .containsExactly("2025-11", "2025-12", "2026-01", "2026-02");
        assertThat(between(new Calendar(DayOfWeek.SUNDAY, Month.JANUARY), "week", "2026-02-15", "2026-03-01"))
                .containsExactly("2026-02-15", "2026-02-22", "2026-03-01");
        assertThat(between(new Calendar(DayOfWeek.MONDAY, Month.APRIL), "quarter", "FY2026-Q3", "FY2027-Q1"))
                .containsExactly("FY2026-Q3", "FY2026-Q4", "FY2027-Q1");
        assertThat(between(new Calendar(DayOfWeek.MONDAY, Month.APRIL), "year", "FY2026", "FY2026"))
                .containsExactly("FY2026");
        assertThat(between(Calendar.USUAL, "week", "2026-W52", "2027-W01"))
                .containsExactly("2026-W52", "2026-W53", "2027-W01");
    }

    @Test
    void aWeekThatIsInTwoMonthsHasARowForEach() {
        List<Group> groups = List.of(Period.MONTH, Period.WEEK);
        assertThat(new Timeline(Calendar.USUAL, groups)
                        .through(List.of(key(groups, "2026-02", "2026-W08"), key(groups, "2026-03", "2026-W10")), 9))
                .containsExactly(
                        key(groups, "2026-02", "2026-W08"),
                        key(groups, "2026-02", "2026-W09"),
                        key(groups, "2026-03", "2026-W09"),
                        key(groups, "2026-03", "2026-W10"));
    }

    @Test
    void moreRowsThanAnybodyReadsAreRefusedWithTheWayOut() {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> between(Calendar.USUAL, "day", "1995-01-01", "2026-01-01"))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("gaps"))
                .withMessageContaining("1995-01-01")
                .withMessageContaining("gaps=false");
        assertThat(between(Calendar.USUAL, "month", "1995-01", "2026-01")).hasSize(31 * 12 + 1);
    }

    private static List<Object> between(Calendar calendar, String group, String first, String last) {
        List<Group> groups = List.of(Group.parse("groupBy", group));
        return new Timeline(calendar, groups)
                .through(List.of(key(groups, last), key(groups, first)), 10_000).stream()
                        .<Object>map(key -> String.valueOf(key.values().get(group)))
                        .toList();
    }

    private static RowKey key(List<Group> groups, String... values) {
        var key = new LinkedHashMap<String, @Nullable Object>();
        List<String> given = Arrays.asList(values);
        groups.forEach(group -> key.put(group.parameter(), given.get(groups.indexOf(group))));
        return new RowKey(key);
    }
}
