package io.closedloop.lead.oracle;

import static io.closedloop.lead.oracle.Recount.Name.campaigns;
import static io.closedloop.lead.oracle.Recount.Name.funnel;
import static io.closedloop.lead.oracle.Recount.Name.reasons;
import static io.closedloop.lead.oracle.Recount.Name.redelivery;
import static io.closedloop.lead.oracle.Recount.Name.transitions;
import static io.closedloop.lead.oracle.Recount.Name.winRate;

import io.closedloop.lead.history.ExampleByHand;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The numbers of the worked example, as they were counted on paper, with the leads that they count. */
final class ExampleNumbers {
    static final Instant JANUARY = Instant.parse("2026-01-31T23:00:00Z");
    static final Instant FEBRUARY = Instant.parse("2026-02-28T23:00:00Z");
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FIRST_OF_FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant FIRST_OF_MARCH = Instant.parse("2026-03-01T00:00:00Z");

    /**
     * A number.
     *
     * @param asOf when it was known
     * @param who the leads behind it in the order of the events that made them count, with the pass where it is not the
     *     first, or with a dash where it belongs to none; of a ratio those of numerator, denominator and open, with a
     *     bar between; null where they are not told
     */
    record Number(
            Instant asOf,
            Recount.Name report,
            Asked asked,
            Map<String, @Nullable Object> key,
            String column,
            Object value,
            @Nullable String who) {
        @Override
        public String toString() {
            return "%s%s %s known on %s, %s"
                    .formatted(report, key, column, asOf.toString().substring(0, 10), asked);
        }
    }

    private final List<Number> numbers = new ArrayList<>();
    private Instant asOf = JANUARY;
    private Recount.Name report = funnel;
    private Asked asked = Asked.EVERYTHING;
    private Map<String, @Nullable Object> key = Map.of();

    private ExampleNumbers() {}

    static List<Number> all() {
        var example = new ExampleNumbers();
        example.funnelOfJanuary();
        example.funnelOfFebruary();
        example.campaigns();
        example.winRates();
        example.transitionsOfJanuary();
        example.transitionsOfFebruary();
        example.reasons();
        example.redelivery();
        return example.numbers;
    }

    private void funnelOfJanuary() {
        ask(JANUARY, funnel, Asked.EVERYTHING);
        is("INQUIRY", 10L, "A B C D E F G H I K");
        is("MQL", 8L, "A B C D E F G K");
        is("ACCEPTED", 6L, "A E F B G K");
        is("SQL", 5L, "A B E F K");
        is("WON", 2L, "A E");
        is("LOST", 2L, "B F");
        is("DISQUALIFIED", 3L, "D H K");
        is("NURTURE", 1L, "C");
        is("MQL_to_WON", "2/8 1", "A E | A B C D E F G K | G");
        is("INQUIRY_to_MQL", "8/10 1", "A B C D E F G K | A B C D E F G H I K | I");
        is("INQUIRY_to_DISQUALIFIED", "3/10 2", "D H K | A B C D E F G H I K | G I");
        is("MQL_to_NURTURE", "1/8 1", "C | A B C D E F G K | G");
        is("SQL_to_LOST", "2/5 0", "B F | A B E F K | ");

        ask(JANUARY, funnel, Asked.EVERYTHING.strictly());
        is("ACCEPTED", 5L, "A E F G K");
        is("MQL_to_ACCEPTED", "5/8 0", "A E F G K | A B C D E F G K | ");
        is("ACCEPTED_to_SQL", "4/5 1", "A E F K | A E F G K | G");

        // A and K took two days, B took three.
        ask(JANUARY, funnel, Asked.EVERYTHING.within(Duration.ofDays(2)));
        is("MQL", 8L, "A B C D E F G K");
        is("MQL_to_SQL", "2/8 1", "A K | A B C D E F G K | G");
        // Of K, an MQL for 23 days, nobody can tell yet where it is after 25.
        ask(JANUARY, funnel, Asked.EVERYTHING.within(Duration.ofDays(25)));
        is("MQL_to_WON", "2/7 1", "A E | A B C D E F G | G");

        ask(JANUARY, funnel, Asked.EVERYTHING.in(day(1, 3), day(1, 6)).asFlow());
        is("MQL", 2L, "F G");
        is("SQL", 2L, "A B");
        is("MQL_to_SQL", "2/2 null", "A B | F G");

        ask(JANUARY, funnel, Asked.EVERYTHING.by("channel"), "channel", "SOCIAL");
        is("INQUIRY", 2L, "I K");
        is("INQUIRY_to_SQL", "1/2 1", "K | I K | I");
    }

    private void funnelOfFebruary() {
        ask(FEBRUARY, funnel, Asked.EVERYTHING);
        is("MQL", 9L, "A B C D E F G K C2");
        is("SQL", 6L, "A B E F K C2");
        is("WON", 2L, "A C2");
        is("LOST", 3L, "B F E");
        is("NURTURE", 1L, "C");
        is("MQL_to_WON", "2/9 1", "A C2 | A B C D E F G K C2 | G");

        ask(FEBRUARY, funnel, Asked.EVERYTHING.by("pass"), "pass", 1L);
        is("MQL", 8L, "A B C D E F G K");
        is("WON", 1L, "A");
        ask(FEBRUARY, funnel, Asked.EVERYTHING.by("pass"), "pass", 2L);
        is("INQUIRY", 0L, "");
        is("MQL", 1L, "C2");
        is("WON", 1L, "C2");

        ask(FEBRUARY, funnel, Asked.EVERYTHING.in(NEW_YEAR, FIRST_OF_FEBRUARY));
        is("MQL_to_LOST", "3/8 1", "B F E | A B C D E F G K | G");
        ask(
                FEBRUARY,
                funnel,
                Asked.EVERYTHING.in(FIRST_OF_FEBRUARY, FIRST_OF_MARCH).asFlow());
        is("WON", 1L, "C2");
        is("LOST", 1L, "E");
    }

    private void campaigns() {
        ask(JANUARY, campaigns, Asked.EVERYTHING);
        is("leads", 10L, "A B C D E F G H I K");
        is("rejected", 2L, "C D");
        is("recycled", 1L, "C");
        is("revenue", "{USD=300}", "A E");
        is("leadToWin", "2/10 2", "A E | A B C D E F G H I K | G I");
        is("mqlToSql", "5/8 1", "A B E F K | A B C D E F G K | G");
        is("blockedRedeliveries", 0L, "");

        ask(FEBRUARY, campaigns, Asked.EVERYTHING);
        is("revenue", "{USD=400}", "A C2");
        ask(FEBRUARY, campaigns, Asked.EVERYTHING.by("channel"), "channel", "EMAIL");
        is("leads", 8L, "A B C D E F G H");
        is("mqls", 8L, "A B C D E F G C2");
        is("leadToWin", "2/8 1", "A C | A B C D E F G H | G");
        is("blockedRedeliveries", 0L, "");
        is("revenue", "{USD=400}", "A C2");
        ask(FEBRUARY, campaigns, Asked.EVERYTHING.by("channel"), "channel", "SOCIAL");
        is("leads", 2L, "I K");
        is("leadToWin", "0/2 1", " | I K | I");
        is("blockedRedeliveries", 1L, "D-");
        is("revenue", "{}", "");
        // C came on 1 January and won after 40 days, A after nine.
        ask(FEBRUARY, campaigns, Asked.EVERYTHING.within(Duration.ofDays(30)));
        is("leadToWin", "1/10 2", "A | A B C D E F G H I K | G I");

        ask(FEBRUARY, campaigns, Asked.EVERYTHING.in(FIRST_OF_FEBRUARY, FIRST_OF_MARCH));
        is("leads", 0L, "");
        is("mqls", 1L, "C2");
        is("won", 1L, "C2");
        is("lost", 0L, "");
        is("blockedRedeliveries", 1L, "D-");
        is("revenue", "{USD=300}", "C2");
        ask(
                FEBRUARY,
                campaigns,
                Asked.EVERYTHING.in(FIRST_OF_FEBRUARY, FIRST_OF_MARCH).asFlow());
        is("lost", 1L, "E");
        is("revenue", "{USD=300}", "C2");
        is("leadToWin", "1/0 null", "C2 | ");
    }

    private void winRates() {
        ask(JANUARY, winRate, Asked.EVERYTHING);
        is("narrow", "2/3 0", "A E | A B E | ");
        is("broad", "2/5 0", "A E | A B K E F | ");
        is("created", "2/5 0", "A E | A B E F K | ");
        ask(FEBRUARY, winRate, Asked.EVERYTHING);
        is("narrow", "2/4 0", "A C2 | A B E C2 | ");
        is("broad", "2/6 0", "A C2 | A B K F E C2 | ");
        is("created", "2/6 0", "A C2 | A B E F K C2 | ");
        ask(FEBRUARY, winRate, Asked.EVERYTHING.in(FIRST_OF_FEBRUARY, FIRST_OF_MARCH));
        is("narrow", "1/2 0", "C2 | E C2 | ");
        is("created", "1/1 0", "C2 | C2 | ");
        ask(FEBRUARY, winRate, Asked.EVERYTHING.in(NEW_YEAR, FIRST_OF_FEBRUARY));
        is("narrow", "1/2 0", "A | A B | ");
        is("broad", "1/4 0", "A | A B K F | ");
        is("created", "1/5 0", "A | A B E F K | ");
        // C2 became SQL 25 days ago: what came of it within 30 cannot be told yet. E won, but that is void.
        ask(FEBRUARY, winRate, Asked.EVERYTHING.within(Duration.ofDays(30)));
        is("created", "1/5 0", "A | A B E F K | ");
    }

    private void transitionsOfJanuary() {
        ask(JANUARY, transitions, Asked.EVERYTHING.asFlow(), "from", "INQUIRY", "to", "MQL_AWAITING");
        is("count", 8L, "A B C D E F G K");
        is("share", "8/9 null", "A B C D E F G K | A B C D E F G K H");
        lasted("1 days", "4.9 days");
        key("from", "INQUIRY", "to", "DISQUALIFIED");
        is("share", "1/9 null", "H | A B C D E F G K H");
        lasted("8 days", "8 days");
        key("from", "MQL_AWAITING", "to", "MQL_ACCEPTED");
        is("share", "6/8 null", "A E F B G K | A C E D F B G K");
        lasted("1 days", "2 days");
        key("from", "MQL_AWAITING", "to", "NURTURE");
        is("share", "1/8 null", "C | A C E D F B G K");
        lasted("1 days", "1 days");
        key("from", "MQL_AWAITING", "to", "DISQUALIFIED");
        is("share", "1/8 null", "D | A C E D F B G K");
        lasted("2 days", "2 days");
        key("from", "MQL_ACCEPTED", "to", "SQL");
        is("share", "5/5 null", "A B E F K | A B E F K");
        lasted("1 days", "3 days");
        key("from", "SQL", "to", "CLOSED_WON");
        is("share", "2/5 null", "A E | A B K E F");
        lasted("10 days", "13.2 days");
        key("from", "SQL", "to", "CLOSED_LOST");
        is("share", "2/5 null", "B F | A B K E F");
        lasted("10.5 days", "13.3 days");
        key("from", "SQL", "to", "DISQUALIFIED");
        is("share", "1/5 null", "K | A B K E F");
        lasted("5 days", "5 days");

        ask(JANUARY, transitions, Asked.EVERYTHING.asFlow().strictly(), "from", "MQL_AWAITING", "to", "SQL");
        is("share", "1/8 null", "B | A C E D F B G K");
        lasted("3 days", "3 days");
        key("from", "MQL_AWAITING", "to", "MQL_ACCEPTED");
        is("count", 5L, "A E F G K");
        key("from", "MQL_ACCEPTED", "to", "SQL");
        is("share", "4/4 null", "A E F K | A E F K");
        lasted("2 days", "3 days");
    }

    private void transitionsOfFebruary() {
        ask(FEBRUARY, transitions, Asked.EVERYTHING.asFlow(), "from", "NURTURE", "to", "MQL_AWAITING");
        is("share", "1/1 null", "C | C");
        lasted("29 days", "29 days");
        key("from", "CLOSED_WON", "to", "SQL");
        is("share", "1/1 null", "E | E");
        lasted("12 days", "12 days");
        key("from", "SQL", "to", "CLOSED_WON");
        is("share", "3/7 null", "A E C2 | A B K E F E C2");
    }

    private void reasons() {
        ask(JANUARY, reasons, Asked.EVERYTHING.asFlow(), "kind", "DISQUALIFICATION", "reason", "NO_NEED");
        is("count", 1L, "K");
        is("share", "1/3 null", "K | D H K");
        is("cumulativeShare", "0.333333333", "K");
        is("amountAtStake", "{}", "");
        key("kind", "DISQUALIFICATION", "reason", "POOR_FIT");
        is("share", "1/3 null", "D | D H K");
        is("cumulativeShare", "0.666666667", "D K");
        key("kind", "DISQUALIFICATION", "reason", "SPAM_OR_FAKE");
        is("share", "1/3 null", "H | D H K");
        is("cumulativeShare", "1.000000000", "D H K");
        key("kind", "REJECTION", "reason", "SENT_TOO_EARLY");
        is("share", "1/2 null", "C | C D");
        key("kind", "REJECTION", "reason", "POOR_FIT");
        is("share", "1/2 null", "D | C D");
        key("kind", "RECYCLE", "reason", "SENT_TOO_EARLY");
        is("share", "1/1 null", "C | C");
        key("kind", "LOSS", "reason", "PRICE");
        is("share", "1/2 null", "B | B F");
        key("kind", "LOSS", "reason", "NO_DECISION");
        is("share", "1/2 null", "F | B F");

        ask(FEBRUARY, reasons, Asked.EVERYTHING.asFlow(), "kind", "LOSS", "reason", "COMPETITOR");
        is("share", "1/3 null", "E | B F E");
        is("cumulativeShare", "0.333333333", "E");
        ask(
                FEBRUARY,
                reasons,
                Asked.EVERYTHING.asFlow().in(FIRST_OF_FEBRUARY, FIRST_OF_MARCH),
                "kind",
                "LOSS",
                "reason",
                "COMPETITOR");
        is("share", "1/1 null", "E | E");
    }

    private void redelivery() {
        ask(JANUARY, redelivery, Asked.EVERYTHING.asFlow());
        is("delivered", 0L, "");
        is("blocked", 0L, "");
        is("suppressed", 3L, "D H K");
        ask(FEBRUARY, redelivery, Asked.EVERYTHING.asFlow());
        is("delivered", 0L, "");
        is("blocked", 1L, "D-");
        is("suppressed", 3L, "D H K");
        ask(FEBRUARY, redelivery, Asked.EVERYTHING.asFlow().by("channel"), "channel", "EMAIL");
        is("blocked", 0L, "");
        is("suppressed", 2L, "D H");
        ask(FEBRUARY, redelivery, Asked.EVERYTHING.asFlow().by("channel"), "channel", "SOCIAL");
        is("blocked", 1L, "D-");
        is("suppressed", 1L, "K");
        ask(FEBRUARY, redelivery, Asked.EVERYTHING.asFlow().in(FIRST_OF_FEBRUARY, FIRST_OF_MARCH));
        is("blocked", 1L, "D-");
        is("suppressed", 0L, "");
    }

    private void ask(Instant known, Recount.Name name, Asked question, @Nullable Object... values) {
        asOf = known;
        report = name;
        asked = question;
        key(values);
    }

    /** The row that the next numbers are of: names and values in turn. */
    private void key(@Nullable Object... values) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < values.length; i += 2) {
            row.put(String.valueOf(values[i]), values[i + 1]);
        }
        key = row;
    }

    private void lasted(String median, String p90) {
        numbers.add(new Number(asOf, report, asked, key, "medianSeconds", seconds(median), null));
        numbers.add(new Number(asOf, report, asked, key, "p90Seconds", seconds(p90), null));
    }

    private static String seconds(String days) {
        return new BigDecimal(days.split(" ")[0])
                .multiply(BigDecimal.valueOf(86_400))
                .setScale(6, RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private void is(String column, Object value, String who) {
        numbers.add(new Number(asOf, report, asked, key, column, value, who));
    }

    private static Instant day(int month, int day) {
        return LocalDate.of(2026, month, day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** The leads behind a number of an answer, as {@link Number#who} writes them. */
    static String who(Answer answer, Number number) {
        String column = number.column();
        boolean isRatio = answer.cells(number.key()).contains(column + "_numerator");
        boolean hasOpen = answer.cells(number.key()).contains(column + "_open");
        List<String> cells = !isRatio
                ? List.of(column)
                : hasOpen
                        ? List.of(column + "_numerator", column + "_denominator", column + "_open")
                        : List.of(column + "_numerator", column + "_denominator");
        return cells.stream().map(cell -> who(answer.units(number.key(), cell))).collect(Collectors.joining(" | "));
    }

    static String who(List<Unit> units) {
        return units.stream()
                .map(unit -> {
                    if (unit.pass() == null) {
                        return name(unit) + "-";
                    }
                    return unit.pass() == 1 ? name(unit) : name(unit) + unit.pass();
                })
                .collect(Collectors.joining(" "));
    }

    private static String name(Unit unit) {
        return Stream.of("A", "B", "C", "D", "E", "F", "G", "H", "I", "K")
                .filter(name -> ExampleByHand.id(name).value().equals(unit.lead()))
                .findFirst()
                .orElseThrow();
    }
}
