package io.closedloop.lead.reporting;

import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.text.Text;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A group: a property by whose values rows are grouped, and filtered under the same name. */
public sealed interface Group {
    String ATTRIBUTE_PREFIX = "attr.";

    Pattern COUNT = Pattern.compile("[1-9]\\d{0,8}");

    /** As the parameters {@code groupBy} and a row's key name it. */
    String parameter();

    /** A value of the source or of the pass. */
    enum Field implements Group {
        CHANNEL("channel", "channel"),
        ORIGIN("origin", "origin"),
        CAMPAIGN("campaign", "campaign"),
        LANDING_PAGE("landingPage", "landing_page"),
        SOURCED_BY("sourcedBy", "sourced_by"),
        OWNER("owner", "owner"),
        PASS("pass", "pass"),
        PLAYBOOK_VERSION("playbookVersion", "playbook_version");

        private final String parameter;
        private final String column;

        Field(String parameter, String column) {
            this.parameter = parameter;
            this.column = column;
        }

        @Override
        public String parameter() {
            return parameter;
        }

        /** The column of the facts that holds it. */
        public String column() {
            return column;
        }

        /** Whether its values are free codes. */
        public boolean isCode() {
            return switch (this) {
                case ORIGIN, CAMPAIGN, LANDING_PAGE, OWNER -> true;
                case CHANNEL, SOURCED_BY, PASS, PLAYBOOK_VERSION -> false;
            };
        }

        /** Whether its values are whole numbers. */
        public boolean isNumber() {
            return this == PASS || this == PLAYBOOK_VERSION;
        }

        /** Whether it belongs to where somebody came from, which an attempted delivery has too. */
        public boolean isSource() {
            return switch (this) {
                case CHANNEL, ORIGIN, CAMPAIGN, LANDING_PAGE, SOURCED_BY -> true;
                case OWNER, PASS, PLAYBOOK_VERSION -> false;
            };
        }
    }

    /** The period, in the report's zone and by its {@link Calendar}, that what is counted happened in. */
    enum Period implements Group {
        DAY("day"),
        WEEK("week"),
        MONTH("month"),
        QUARTER("quarter"),
        YEAR("year");

        private final String parameter;

        Period(String parameter) {
            this.parameter = parameter;
        }

        @Override
        public String parameter() {
            return parameter;
        }
    }

    /** An attribute of the lead, under its free name. */
    record Attribute(String name) implements Group {
        @Override
        public String parameter() {
            return ATTRIBUTE_PREFIX + name;
        }
    }

    /**
     * @param from the parameter in which the group is named, for the message
     * @throws InvalidParameterException when there is no such group
     */
    static Group parse(String from, String name) {
        if (name.startsWith(ATTRIBUTE_PREFIX) && name.length() > ATTRIBUTE_PREFIX.length()) {
            requireLength(from, name.substring(ATTRIBUTE_PREFIX.length()), Attributes.MAX_NAME_LENGTH);
            return new Attribute(name.substring(ATTRIBUTE_PREFIX.length()));
        }
        return fixed().filter(group -> group.parameter().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidParameterException(
                        from,
                        "Unknown group '%s'; use one of %s or attr.<name>"
                                .formatted(name, fixed().map(Group::parameter).collect(Collectors.joining(", ")))));
    }

    /** All groups but attributes. */
    static Stream<Group> fixed() {
        return Stream.concat(Arrays.stream(Field.values()), Arrays.stream(Period.values()));
    }

    /** Whether the empty text is a value of its own, and not only how a filter says "none". */
    default boolean takesEmptyText() {
        return switch (this) {
            case Field field -> field.isCode();
            case Attribute _ -> true;
            case Period _ -> false;
        };
    }

    /**
     * A filter's value as commands give it: codes have no blanks at their ends. The keys of rows are as they were
     * stored.
     */
    default String written(String value) {
        return switch (this) {
            case Field field when field.isCode() -> Text.code(value);
            case Field _, Attribute _, Period _ -> value;
        };
    }

    /** How long a value can be; nothing has a longer one. */
    private int maxLength() {
        return switch (this) {
            case Field field -> field == Field.OWNER ? Rep.MAX_LENGTH : Text.MAX_CODE;
            case Attribute _ -> Attributes.MAX_VALUE_LENGTH;
            case Period _ -> Text.MAX_CODE;
        };
    }

    private static void requireLength(String parameter, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new InvalidParameterException(
                    parameter,
                    "the value has %d characters; at most %d are allowed".formatted(text.length(), maxLength));
        }
    }

    /**
     * Checks a filter's value; the empty text stands for "none".
     *
     * @param calendar how the values of dates are written
     * @throws InvalidParameterException when this group can have no such value
     */
    default void requireValue(String value, Calendar calendar) {
        if (value.isEmpty()) {
            return;
        }
        requireLength(parameter(), value, maxLength());
        switch (this) {
            case Field field when field.isNumber() -> requireCount(field, value);
            case Field field when field == Field.CHANNEL -> requireName(field, value, Channel.values());
            case Field field when field == Field.SOURCED_BY -> requireName(field, value, SourcedBy.values());
            case Field _, Attribute _ -> {
                // Free codes.
            }
            case Period period -> {
                try {
                    LocalDate begin = calendar.parse(period, value);
                    // What happened on the first day of the year 1 in UTC happened in the year 0 further west.
                    if (begin.getYear() < 0 || begin.getYear() > 9999) {
                        throw new DateTimeException("not in the years 0 to 9999");
                    }
                } catch (DateTimeException e) {
                    LocalDate begin = calendar.begin(period, LocalDate.of(2026, 1, 31));
                    throw new InvalidParameterException(
                            period.parameter(),
                            "Cannot read '%s' as a %s; write it like %s, the one that begins on %s"
                                    .formatted(value, period.parameter(), calendar.format(period, begin), begin));
                }
            }
        }
    }

    private static void requireCount(Field field, String value) {
        if (!COUNT.matcher(value).matches()) {
            throw new InvalidParameterException(
                    field.parameter(),
                    "Cannot read '%s' as %s; use a whole number from 1".formatted(value, field.parameter()));
        }
    }

    private static void requireName(Field field, String value, Enum<?>[] names) {
        if (Arrays.stream(names).noneMatch(name -> name.name().equals(value))) {
            throw new InvalidParameterException(
                    field.parameter(),
                    "Unknown %2$s '%1$s'; use one of %3$s"
                            .formatted(
                                    value,
                                    field.parameter(),
                                    Arrays.stream(names).map(Enum::name).collect(Collectors.joining(", "))));
        }
    }
}
