package io.closedloop.lead.eventjson;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as the log writes them: RFC 3339 in UTC, always with six decimals, as exact as the log's own columns. */
final class Instants {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Instants() {}

    /** What is finer than a microsecond is cut off. */
    static String text(Instant instant) {
        return MICROS.format(instant);
    }

    static Instant parse(String text) {
        return MICROS.parse(text, Instant::from);
    }
}
