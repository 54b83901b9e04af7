package io.closedloop.lead.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    @Test
    void isEqualWhenItIsWorthTheSame() {
        assertThat(Money.of("100", "USD"))
                .isEqualTo(Money.of("100.00", "USD"))
                .isEqualTo(Money.of("100.000", "USD"))
                .isEqualTo(Money.of("1E+2", "USD"))
                .hasSameHashCodeAs(Money.of("100.0", "USD"))
                .isNotEqualTo(Money.of("100", "EUR"))
                .isNotEqualTo(Money.of("100.01", "USD"));
    }

    @ParameterizedTest
    @CsvSource({
        "1054, USD, 1054.00 USD",
        "0.1, EUR, 0.10 EUR",
        "100, JPY, 100 JPY",
        "1.5, KWD, 1.500 KWD",
        "-3, USD, -3.00 USD",
        "0, USD, 0.00 USD",
        "0E+20, USD, 0.00 USD",
        "5, XXX, 5 XXX"
    })
    void showsTheDecimalsOfItsCurrency(String amount, String currency, String shown) {
        assertThat(Money.of(amount, currency)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({"0.001, USD", "1.5, JPY", "0.0001, KWD", "1E-2147483647, USD"})
    void refusesMoreDecimalsThanTheCurrencyHas(String amount, String currency) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of(amount, currency))
                .withMessageContaining(currency + " has ")
                .withMessageContaining(" decimals at most");
    }

    @Test
    void refusesMoreDigitsThanAnyDealHas() {
        assertThat(Money.of("999999999999999.99", "USD")).hasToString("999999999999999.99 USD");
        for (String tooMuch : new String[] {"1000000000000000", "1E+15", "-1E+15", "1E+2147483647"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Money.of(tooMuch, "USD"))
                    .withMessage("an amount has 15 digits before the point at most");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "abc", "1,5", "NaN", "Infinity", "0x10", "1e99999999999"})
    void refusesWhatIsNoNumber(String amount) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(amount, "USD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "usd", "US", "DOLLAR", "AAA"})
    void refusesWhatIsNoCurrency(String currency) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of("1", currency));
    }

    @Test
    void refusesWhatIsMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Money(null, Currency.getInstance("USD")))
                .withMessage("money needs an amount");
        assertThatNullPointerException()
                .isThrownBy(() -> new Money(BigDecimal.ONE, null))
                .withMessage("money needs a currency");
    }

    @Test
    void isPositiveAboveZero() {
        assertThat(Money.of("0.01", "USD").isPositive()).isTrue();
        assertThat(Money.of("0", "USD").isPositive()).isFalse();
        assertThat(Money.of("-0.01", "USD").isPositive()).isFalse();
    }
}
