package io.closedloop.lead.columnstore;

import java.util.regex.Pattern;

/** Says in a line why something failed, without repeating what the event holds. */
final class Cause {
    private static final int LONGEST = 300;
    /** Databases quote the value that they do not take. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'|`[^`]*`");

    private Cause() {}

    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        String text = message == null
                ? root.getClass().getSimpleName()
                : "%s: %s"
                        .formatted(
                                root.getClass().getSimpleName(),
                                QUOTED.matcher(message).replaceAll("'…'"));
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
