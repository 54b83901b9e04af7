package io.closedloop.lead.reporting.table;

import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.Parameters;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.formula.Layout;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a table shows money, as the parameters {@code currencies} and {@code layout} say.
 *
 * @param currencies the ISO 4217 codes that are shown, in this order; null for all that the log knows
 */
public record TableForm(Layout layout, @Nullable List<String> currencies) {
    /** The names of the parameters; they make sense where a report has money. */
    public static final List<String> PARAMETERS = List.of("currencies", "layout");

    /** What is shown where nothing else is asked for. */
    public static final TableForm STANDARD = new TableForm(Layout.WIDE, null);

    /** Where the currencies stand. */
    public enum Layout {
        /** A column of money for each currency. */
        WIDE("wide"),
        /** One column of money, and a line for each currency. */
        LONG("long");

        private final String parameter;

        Layout(String parameter) {
            this.parameter = parameter;
        }

        public String parameter() {
            return parameter;
        }
    }

    public TableForm {
        currencies = currencies == null ? null : List.copyOf(currencies);
    }

    /**
     * Reads the parameters of a request, each with all its values; other parameters are none of its business.
     *
     * @throws InvalidParameterException when one has another value than it can have, is given twice, or the report has
     *     no money
     */
    public static TableForm parse(Map<String, List<String>> parameters, ReportDefinition definition) {
        for (String name : PARAMETERS) {
            if (parameters.containsKey(name) && !definition.hasMoney()) {
                throw new InvalidParameterException(
                        name,
                        "%s cannot be used with the report %s, which has no money".formatted(name, definition.id()));
            }
        }
        return new TableForm(layout(parameters), currencies(parameters));
    }

    private static Layout layout(Map<String, List<String>> parameters) {
        String text = Parameters.single(parameters, "layout");
        if (text == null) {
            return Layout.WIDE;
        }
        for (Layout layout : Layout.values()) {
            if (layout.parameter.equals(text)) {
                return layout;
            }
        }
        throw new InvalidParameterException("layout", "Unknown layout '%s'; use wide or long".formatted(text));
    }

    private static @Nullable List<String> currencies(Map<String, List<String>> parameters) {
        String text = Parameters.single(parameters, "currencies");
        if (text == null) {
            return null;
        }
        var currencies = new ArrayList<String>();
        for (String code : text.split(",", -1)) {
            if (currencies.contains(code)) {
                throw new InvalidParameterException("currencies", "'%s' is named twice".formatted(code));
            }
            currencies.add(requireCurrency(code));
        }
        return currencies;
    }

    private static String requireCurrency(String code) {
        try {
            return Currency.getInstance(code).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException(
                    "currencies", "Unknown currency '%s'; use a code of ISO 4217, such as EUR".formatted(code));
        }
    }

    /** Whether amounts in this currency are shown. */
    boolean shows(String currency) {
        return currencies == null || currencies.contains(currency);
    }
}
