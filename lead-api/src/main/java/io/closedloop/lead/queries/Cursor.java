package io.closedloop.lead.queries;

import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Where a list goes on, as an opaque text that tells when it has been cut or mistyped. */
record Cursor(List<String> parts) {
    private static final String SEPARATOR = "|";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");

    String text() {
        String joined = String.join(SEPARATOR, parts);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((joined + SEPARATOR + checksum(joined)).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws io.closedloop.lead.http.ProblemException 400 when it is no cursor that was given out for this kind of
     *     list
     */
    static Cursor parse(String text, String kind, int parts) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> all = List.of(decoded.split("\\" + SEPARATOR, -1));
            String joined = String.join(SEPARATOR, all.subList(0, all.size() - 1));
            if (all.size() == parts + 1
                    && all.getFirst().equals(kind)
                    && all.getLast().equals(checksum(joined))) {
                return new Cursor(all.subList(0, parts));
            }
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        throw wrong();
    }

    /**
     * The part as a number. The checksum tells mistakes, not malice, so a part may be anything.
     *
     * @throws io.closedloop.lead.http.ProblemException 400 when the text is not a cursor from 0 to {@code most}
     */
    long number(int part, long most) {
        String text = parts.get(part);
        try {
            long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong();
        }
        throw wrong();
    }

    /**
     * The part as an instant.
     *
     * @throws io.closedloop.lead.http.ProblemException 400 when it is none
     */
    Instant instant(int part) {
        try {
            return Rfc3339.parse(parts.get(part));
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
    }

    private static RuntimeException wrong() {
        return QueryParameters.wrong("cursor", "is not the nextCursor of a page of this list");
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
