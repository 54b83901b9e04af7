package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.reporting.Dimension;
import io.closedloop.lead.reporting.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Things of one kind that a report counts: the rows of a relation, one for each thing. The numbers of a report, and the
 * rows behind them, come from the same relation.
 *
 * @param relation what stands after {@code FROM}; it may use {@code p}, the passes
 * @param at when a unit happened, which period and dates go by; an expression of type {@code TIMESTAMP}. Where it is
 *     null there is no unit
 * @param dimensions an expression for each {@link Dimension} of the report
 */
public record Units(Subject subject, String relation, String at, String condition, List<String> dimensions) {
    /**
     * What a unit is: under which name it goes, and by what it can be grouped and filtered.
     *
     * @param row the alias of its rows
     * @param lead an expression for the lead that it belongs to; null where it belongs to none
     * @param pass an expression for the pass that it belongs to; null where it belongs to none
     * @param id an expression of type {@code UUID} that tells it from others that the same event makes count
     * @param fact what kind of fact it is, where that is neither a lead's nor a suppression; null elsewhere
     * @param touched whether touches make it count, so that they explain it as well
     * @param fields the groups that it has a value of; of all others it has none
     */
    public record Subject(
            String row,
            String lead,
            String pass,
            String id,
            @Nullable String fact,
            boolean touched,
            Set<Group.Field> fields) {
        private static final String NO_ID = "CAST(NULL AS UUID)";
        private static final String NO_PASS = "CAST(NULL AS INTEGER)";

        /** A pass, or something that happened in one, as a row of {@code p}. */
        public static final Subject PASS = ofPass(NO_ID, false);
        /** A suppression, as a row of {@code p}, grouped as the pass that ended in it. */
        public static final Subject SUPPRESSION = ofPass("p.suppression_id", false);
        /** A touch, as a row of {@code p}, grouped as the pass in which it happened. */
        public static final Subject TOUCH = ofPass(NO_ID, true);
        /**
         * An attempted delivery, as a row of {@code b}. It has a source, but neither an owner nor a pass nor
         * attributes; the lead is the disqualified one.
         */
        public static final Subject ATTEMPT =
                new Subject("b", "b.lead_id", NO_PASS, "b.suppression_id", null, false, fields(Group.Field::isSource));

        public Subject {
            fields = Set.copyOf(fields);
        }

        private static Subject ofPass(String id, boolean touched) {
            return new Subject("p", "p.lead_id", "p.pass", id, null, touched, fields(_ -> true));
        }

        /**
         * Something that belongs to no lead, as a row of {@code f}: an expense, a quota, a counter.
         *
         * @param kind what it is called among the units behind a number
         * @param fields the groups of which the rows have a column
         */
        public static Subject withoutLead(String kind, Set<Group.Field> fields) {
            return new Subject("f", NO_ID, NO_PASS, "f.id", kind, false, fields);
        }

        private static Set<Group.Field> fields(Predicate<Group.Field> having) {
            return Arrays.stream(Group.Field.values()).filter(having).collect(Collectors.toUnmodifiableSet());
        }

        /** Whether its rows have the columns of passes, and with them what is grouped and filtered by. */
        boolean isOfAPass() {
            return row.equals("p");
        }

        /** Its value of a group, an expression. */
        String value(Group.Field field) {
            return fields.contains(field)
                    ? row + "." + field.column()
                    : field.isNumber() ? "CAST(NULL AS BIGINT)" : "CAST(NULL AS VARCHAR)";
        }
    }

    public Units {
        dimensions = List.copyOf(dimensions);
    }

    /** Passes by one of their own times. */
    public static Units passes(String at, String condition) {
        return new Units(Subject.PASS, "p", at, condition, List.of());
    }

    /** Rows of a subquery with the columns of {@code p}, and more. */
    public static Units ofPasses(String query, String at, String... dimensions) {
        return new Units(Subject.PASS, "(" + query + ") p", at, "TRUE", List.of(dimensions));
    }

    /** Touches by their own dates: rows of a subquery with the columns of {@code p} and those of {@code touch}. */
    public static Units touches(KnownFacts facts, String... dimensions) {
        return new Units(Subject.TOUCH, """
                (
                    SELECT p.*, t.type AS touch_type, t.touched_by, t.reached_human, t.channel AS touch_channel,
                        t.campaign AS touch_campaign, t.content, t.occurred_at AS touched_at, t.position AS touch_position
                    FROM (%s) t
                    JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass) p
                """.formatted(facts.touches()), "p.touched_at", "TRUE", List.of(dimensions));
    }

    /** Things that belong to no lead: rows of a query with a position, an id, and a column for each group they have. */
    public static Units withoutLead(Subject subject, String query, String at) {
        return new Units(subject, "(" + query + ") f", at, "TRUE", List.of());
    }

    /** Attempted deliveries of suppressed identities, by their own dates. */
    public static Units attempts(KnownFacts facts) {
        return new Units(
                Subject.ATTEMPT, "(%s) b".formatted(facts.blockedDeliveries()), "b.occurred_at", "TRUE", List.of());
    }
}
