package io.closedloop.lead.reporting.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void countsAndNumbersAreSubtracted() {
        assertThat(Difference.of(new Cell.Count("won", 2), new Cell.Count("won", 5)))
                .isEqualTo(new Cell.Count("won", -3));
        assertThat(Difference.of(new Cell.Value("median", 2.5), new Cell.Value("median", 1.0)))
                .isEqualTo(new Cell.Value("median", 1.5));
    }

    @Test
    void whatIsNotKnownOnBothSidesHasNoDifference() {
        assertThat(Difference.of(new Cell.Value("median", null), new Cell.Value("median", 1.0)))
                .isEqualTo(new Cell.Value("median", null));
        assertThat(Difference.of(
                        new Cell.Rate("rate", Ratio.ofCohort(1, 4, 2L)), new Cell.Rate("rate", Ratio.ofFlow(0, 0))))
                .isEqualTo(new Cell.Rate("rate", new Ratio(null, 1, 4, null, null, null)));
    }

    @Test
    void everyPartOfARatioIsSubtractedAndThereIsNoInterval() {
        assertThat(Difference.of(
                        new Cell.Rate("rate", Ratio.ofCohort(1, 4, 2L)),
                        new Cell.Rate("rate", Ratio.ofCohort(3, 4, 1L))))
                .isEqualTo(new Cell.Rate("rate", new Ratio(-0.5, -2, 0, 1L, null, null)));
    }

    @Test
    void moneyIsSubtractedCurrencyByCurrency() {
        assertThat(Difference.of(money("10 EUR", "5 USD"), money("4 CHF", "7 EUR")))
                .isEqualTo(money("-4 CHF", "3 EUR", "5 USD"));
    }

    @Test
    void differentColumnsHaveNoDifference() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Difference.of(new Cell.Count("won", 1), new Cell.Value("won", 1.0)));
    }

    private static Cell money(String... amounts) {
        return new Cell.Amounts(
                "revenue",
                List.of(amounts).stream()
                        .map(amount -> amount.split(" ", -1))
                        .map(amount -> new MoneyTotal(new BigDecimal(amount[0]), amount[1]))
                        .toList());
    }
}
