package io.closedloop.lead.text;

import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What free text may be: something that can be read, in every database and every spreadsheet that it comes to. */
public final class Text {
    /** How long a note, a justification or a cause may be. */
    public static final int MAX_PROSE = 4000;

    /** How long a code may be that says nothing else. */
    public static final int MAX_CODE = 200;

    private Text() {}

    /**
     * What is wrong with {@code value}, or nothing: it has 1 to {@code maxLength} characters, not only blanks, and no
     * control characters but tab and line breaks.
     */
    public static Optional<String> problem(String value, int maxLength) {
        if (value.isBlank()) {
            return Optional.of("a text is not blank; leave the field out where there is nothing to say");
        }
        if (value.length() > maxLength) {
            return Optional.of("a text here has %d characters at most, not %d".formatted(maxLength, value.length()));
        }
        if (!isAllOf(value, Text::isReadable)) {
            return Optional.of("a text has no control characters and no halves of characters");
        }
        return Optional.empty();
    }

    /**
     * A code as it counts: without blanks at its ends, also those that people cannot see or type, such as no-break
     * spaces, or the mark of width zero that spreadsheets put before their first cell. One of nothing else is left as
     * it is, for whoever takes commands to refuse it and whoever reads what was stored to read it.
     */
    public static String code(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return start == end ? text : text.substring(start, end);
    }

    /** As {@link #code}, of one that may be left out. */
    public static @Nullable String codeOrNull(@Nullable String text) {
        return text == null ? null : code(text);
    }

    /** Whether there is nothing in {@code code} but blanks. */
    public static boolean isOnlyBlanks(String code) {
        return code.isEmpty() || (isBlank(code.charAt(0)) && isBlank(code(code).charAt(0)));
    }

    /** No blank has more than one {@code char}. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\u2060' || c == '\ufeff';
    }

    /**
     * Whether all code points of {@code text} are such. Every field of every command is looked at; a stream takes far
     * longer.
     */
    public static boolean isAllOf(String text, IntPredicate such) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!such.test(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static boolean isReadable(int c) {
        boolean control = Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r';
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !control && !half;
    }
}
