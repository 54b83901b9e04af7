package io.closedloop.lead.commands.body;

import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.http.Rfc3339;
import io.closedloop.lead.http.Uuids;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.text.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of a request's fields and gathers every field that is missing or wrong, so that a caller learns of all
 * of them at once.
 *
 * <p>Where a field is wrong the method returns null or a stand-in, and {@link #errors} is no longer empty: what was
 * read is then of no use.
 */
public final class FieldReader {
    private final List<WrongField> errors = new ArrayList<>();

    public List<WrongField> errors() {
        return List.copyOf(errors);
    }

    /** Whether the field is given; it is an error where it is not. */
    boolean require(String pointer, @Nullable Object value) {
        if (value == null) {
            error(pointer, "is missing");
        }
        return value != null;
    }

    String text(String pointer, @Nullable String value) {
        return require(pointer, value) && value != null ? value : "";
    }

    <E extends Enum<E>> @Nullable E constant(String pointer, @Nullable String value, Class<E> type) {
        if (value == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(value))
                .findFirst()
                .orElseGet(() -> {
                    error(pointer, "is one of " + names(type));
                    return null;
                });
    }

    /** As {@link #constant}, but the field has to be given. */
    <E extends Enum<E>> E required(String pointer, @Nullable String value, Class<E> type) {
        require(pointer, value);
        E constant = constant(pointer, value, type);
        return constant != null ? constant : type.getEnumConstants()[0];
    }

    @Nullable
    Instant instant(String pointer, @Nullable String value) {
        return read(pointer, value, Rfc3339::parse);
    }

    public @Nullable UUID uuid(String pointer, @Nullable String value) {
        return read(pointer, value, Uuids::parse);
    }

    @Nullable
    LocalDate date(String pointer, @Nullable String value) {
        return read(pointer, value, text -> {
            try {
                LocalDate date = LocalDate.parse(text);
                if (date.getYear() < 1 || date.getYear() > 9999) {
                    throw new IllegalArgumentException("a date lies in the years 0001 to 9999");
                }
                return date;
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("a date has the form 2026-01-31", e);
            }
        });
    }

    @Nullable
    Money money(String pointer, @Nullable MoneyBody value) {
        if (value == null) {
            return null;
        }
        String amount = value.amount();
        String currency = value.currency();
        require(pointer + "/amount", amount);
        require(pointer + "/currency", currency);
        boolean decimal = amount != null && amount.matches(MoneyBody.DECIMAL);
        if (amount != null && !decimal) {
            error(pointer + "/amount", "is a decimal number as text, such as \"1054.00\"");
        }
        boolean known = currency != null && isCurrency(currency);
        if (currency != null && !known) {
            error(pointer + "/currency", "is an ISO 4217 code, such as USD");
        }
        return amount != null && decimal && currency != null && known
                ? read(pointer + "/amount", amount, text -> Money.of(text, currency))
                : null;
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getCurrencyCode().equals(code);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As {@link #money}, but the field has to be given. */
    Money requiredMoney(String pointer, @Nullable MoneyBody value) {
        require(pointer, value);
        Money money = money(pointer, value);
        return money != null ? money : Money.of("1", "USD");
    }

    Rep requiredRep(String pointer, @Nullable String value) {
        require(pointer, value);
        Rep rep = rep(pointer, value);
        return rep != null ? rep : new Rep("-");
    }

    @Nullable
    Rep rep(String pointer, @Nullable String value) {
        if (value != null && Text.isOnlyBlanks(value)) {
            error(pointer, "a rep's code is not blank");
            return null;
        }
        return read(pointer, value, code -> new Rep(Text.code(code)));
    }

    /** What {@code reader} makes of the value; null where it is not given, or where the reader refuses it. */
    <T, R> @Nullable R read(String pointer, @Nullable T value, Function<T, R> reader) {
        if (value == null) {
            return null;
        }
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            error(pointer, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** What {@code reader} makes of values under free names, with {@code otherwise} where there is nothing. */
    <T> T readOr(
            String pointer,
            @Nullable Map<String, @Nullable Object> values,
            Function<Map<String, @Nullable Object>, T> reader,
            T otherwise) {
        T read = read(pointer, values, reader);
        return read != null ? read : otherwise;
    }

    void error(String pointer, String detail) {
        errors.add(new WrongField(pointer, detail));
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
