package io.closedloop.lead.decision;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first date that a command may name. Earlier dates are not dates of a lead: some programs write the year 1, or
 * 1753, for "no date".
 */
public final class EarliestDate {
    /** An instant may lie from its beginning in UTC on. */
    public static final LocalDate DATE = LocalDate.of(1900, 1, 1);

    private static final Instant INSTANT = DATE.atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final String TOO_EARLY = "is before 1900, too early for a lead; leave the date out, or ";

    private EarliestDate() {}

    /** What is wrong with the time of an event, or nothing. */
    public static Optional<WrongField> problemOfOccurrence(@Nullable Instant occurredAt) {
        return occurredAt != null && occurredAt.isBefore(INSTANT)
                ? Optional.of(new WrongField("/occurredAt", TOO_EARLY + "say when it happened"))
                : Optional.empty();
    }

    /** What is wrong with another instant, or nothing. */
    public static Optional<WrongField> problem(String pointer, @Nullable Instant instant) {
        return instant != null && instant.isBefore(INSTANT) ? tooEarly(pointer) : Optional.empty();
    }

    /** What is wrong with a date, or nothing. */
    public static Optional<WrongField> problem(String pointer, @Nullable LocalDate date) {
        return date != null && date.isBefore(DATE) ? tooEarly(pointer) : Optional.empty();
    }

    private static Optional<WrongField> tooEarly(String pointer) {
        return Optional.of(new WrongField(pointer, TOO_EARLY + "give the date that is meant"));
    }
}
