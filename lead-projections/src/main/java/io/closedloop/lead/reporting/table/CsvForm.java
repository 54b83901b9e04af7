package io.closedloop.lead.reporting.table;

import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.Parameters;
import java.util.List;
import java.util.Map;

/**
 * How a CSV is written, as the parameters {@code csv} and {@code separator} say.
 *
 * @param separator between columns, one of {@link #SEPARATORS}
 */
public record CsvForm(Kind kind, char separator) {
    /** The names of the parameters. */
    public static final List<String> PARAMETERS = List.of("csv", "separator");

    /** What may stand between columns: comma, semicolon, tab. */
    public static final String SEPARATORS = ",;\t";

    private static final char COMMA = ',';

    /** What is written where nothing else is asked for. */
    public static final CsvForm STANDARD = new CsvForm(Kind.ESCAPED, COMMA);

    /** For programs that want every text as it was given. */
    public static final CsvForm RAW = new CsvForm(Kind.RAW, COMMA);

    /** Whom the file is for. */
    public enum Kind {
        /** For everybody: no text is a formula. */
        ESCAPED("escaped"),
        /** For programs: every text as it was given. */
        RAW("raw"),
        /** For Excel, which takes a file for UTF-8 by its byte order mark only; no text is a formula. */
        EXCEL("excel");

        private final String parameter;

        Kind(String parameter) {
            this.parameter = parameter;
        }

        public String parameter() {
            return parameter;
        }
    }

    public CsvForm {
        if (SEPARATORS.indexOf(separator) < 0) {
            throw new IllegalArgumentException("unknown separator '%s'".formatted(separator));
        }
    }

    /**
     * Reads the parameters of a request, each with all its values; other parameters are none of its business.
     *
     * @throws InvalidParameterException when one has another value than it can have, or is given twice
     */
    public static CsvForm parse(Map<String, List<String>> parameters) {
        return new CsvForm(kind(parameters), separator(parameters));
    }

    private static Kind kind(Map<String, List<String>> parameters) {
        String text = Parameters.single(parameters, "csv");
        if (text == null) {
            return Kind.ESCAPED;
        }
        for (Kind kind : Kind.values()) {
            if (kind.parameter.equals(text)) {
                return kind;
            }
        }
        throw new InvalidParameterException(
                "csv", "Unknown kind of CSV '%s'; use escaped, raw or excel".formatted(text));
    }

    private static char separator(Map<String, List<String>> parameters) {
        String text = Parameters.single(parameters, "separator");
        if (text == null) {
            return COMMA;
        }
        if (text.length() != 1 || SEPARATORS.indexOf(text.charAt(0)) < 0) {
            throw new InvalidParameterException(
                    "separator",
                    "Unknown separator '%s'; use a comma, a semicolon (;) or a tab (%%09)".formatted(text));
        }
        return text.charAt(0);
    }

    boolean escapes() {
        return kind != Kind.RAW;
    }

    boolean hasByteOrderMark() {
        return kind == Kind.EXCEL;
    }
}
