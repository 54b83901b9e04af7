package io.closedloop.lead.identity;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A telephone number as people write it, with words before or after it: {@code Tel. 089 7654321 (work)}. The words are
 * not part of the number. Letters are never read as the digits that share their keys, because this would make another
 * number of a suppressed one.
 *
 * <p>If it is unclear what belongs to the number, the text holds none: a letter stands right beside a digit
 * ({@code 12345O}), a dash joins it to one ({@code 1-800-FLOWERS}), or digits follow a word that announces no
 * extension.
 */
final class NumberWithWords {
    private static final Pattern EXTENSION = Pattern.compile(
            "(?:e?xt(?:ensi(?:ó|o\u0301?))?n?|доб|anexo|int|xx?)[:.]?[ ,=-]*(\\d{1,20})(.*)", Pattern.DOTALL);
    private static final Pattern EXTENSION_WITHOUT_DIGITS = Pattern.compile("(?:ext|extn|extension)[^\\p{L}\\d]*");
    private static final Pattern MASK = Pattern.compile("x+[^\\p{L}]*");
    private static final int FULL_WIDTH_FIRST = 0xff01;
    private static final int FULL_WIDTH_LAST = 0xff5e;
    private static final int TO_ASCII = 0xfee0;

    private NumberWithWords() {}

    /**
     * The number with its extension alone, for whoever reads numbers.
     *
     * @throws IllegalArgumentException when letters stand where they may be meant as digits; the message does not
     *     repeat it
     */
    static String number(String given) {
        String text = inAsciiDigits(given);
        if (firstLetter(text, 0) == text.length()) {
            return text;
        }
        int start = start(text);
        int word = firstLetter(text, start);
        if (start > 0 && isDigit(text.charAt(start)) && isLetter(text.codePointBefore(start))) {
            throw unclear();
        }
        if (word == text.length()) {
            return text.substring(start);
        }
        int end = word;
        while (end > start && !isDigit(text.charAt(end - 1))) {
            end--;
        }
        String number = text.substring(start, end);
        String gap = text.substring(end, word);
        String words = text.substring(word).toLowerCase(Locale.ROOT);
        Matcher extension = EXTENSION.matcher(words);
        if (extension.matches()) {
            String rest = extension.group(2);
            if (hasDigit(rest) || (!rest.isEmpty() && isLetter(rest.codePointAt(0)))) {
                throw unclear();
            }
            return number + ";ext=" + extension.group(1);
        }
        boolean apart = gap.chars().anyMatch(c -> c != '.' && Character.getType(c) != Character.DASH_PUNCTUATION)
                || EXTENSION_WITHOUT_DIGITS.matcher(words).matches();
        if (!apart || hasDigit(words) || MASK.matcher(words).matches()) {
            throw unclear();
        }
        return number;
    }

    private static int start(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) != '+' && !isDigit(text.charAt(start))) {
            start++;
        }
        if (start == text.length()) {
            throw unclear();
        }
        return start;
    }

    /** Digits of any script, and full-width forms: what is compared does not tell them apart. */
    private static String inAsciiDigits(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        var ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                ascii.append(Character.digit(c, 10));
            } else if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
                ascii.append((char) (c - TO_ASCII));
            } else {
                ascii.appendCodePoint(c);
            }
        });
        return ascii.toString();
    }

    /** Where the first letter from {@code from} on stands, or the text's length. */
    private static int firstLetter(String text, int from) {
        int i = from;
        while (i < text.length() && !isLetter(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        return i;
    }

    /** The long mark of Japanese is a letter, and written as a dash between the parts of a number. */
    private static boolean isLetter(int c) {
        return Character.isLetter(c) && c != 'ー';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(NumberWithWords::isDigit);
    }

    private static IllegalArgumentException unclear() {
        return new IllegalArgumentException(
                "the text cannot be read as a telephone number, because letters are not read as digits; give it as +<country code><number>, with words apart from it");
    }
}
