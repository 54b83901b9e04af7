package io.closedloop.lead.identity;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;

/**
 * Characters that are invisible and mean nothing: Unicode's default-ignorable ones (byte order marks, zero-width
 * characters, soft hyphens, variation selectors, tags, marks of direction), all others that only format text (category
 * Cf), noncharacters, and all blanks, also those that Unicode counts as symbols. Copied and pasted text brings them
 * along, and an address with one of them is still the same address.
 */
public final class Unseen {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int BRAILLE_PATTERN_BLANK = 0x2800;
    private static final int MUSICAL_NULL_NOTEHEAD = 0x1d159;

    private Unseen() {}

    /** All of {@code text} that somebody sees, without blanks. */
    public static String takenOutOf(String text) {
        if (isPlain(text, '!')) {
            return text;
        }
        var seen = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isIgnorable(c) && !isBlank(c)).forEach(seen::appendCodePoint);
        return seen.toString();
    }

    /** As {@link #takenOutOf}, but for what joins the letters beside it, or keeps them apart. */
    static String takenOutBesideJoiners(String text) {
        var seen = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> isJoiner(c) || (!isIgnorable(c) && !isBlank(c)))
                .forEach(seen::appendCodePoint);
        return seen.toString();
    }

    static boolean isJoiner(int c) {
        return c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
    }

    /** For what may have blanks in it: every blank is a space. */
    static String takenOutBesideBlanks(String text) {
        if (isPlain(text, ' ')) {
            return text;
        }
        var seen = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isIgnorable(c)).forEach(c -> seen.appendCodePoint(isBlank(c) ? ' ' : c));
        return seen.toString();
    }

    /** So that Unicode's tables are asked only where there is something to ask. */
    private static boolean isPlain(String text, char first) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < first || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isIgnorable(int c) {
        return UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                || UCharacter.getType(c) == ECharacterCategory.FORMAT
                || UCharacter.hasBinaryProperty(c, UProperty.NONCHARACTER_CODE_POINT);
    }

    private static boolean isBlank(int c) {
        return UCharacter.hasBinaryProperty(c, UProperty.WHITE_SPACE)
                || c == BRAILLE_PATTERN_BLANK
                || c == MUSICAL_NULL_NOTEHEAD;
    }
}
