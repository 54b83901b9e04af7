package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.closedloop.lead.reporting.answer.LeadsBehind.Fact;
import io.closedloop.lead.reporting.answer.LeadsBehind.Unit;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is behind numbers that no report of the service has yet. */
class LeadsBehindViewTest {
    private static final UUID ID = new UUID(1, 2);
    private static final BigDecimal HALF = new BigDecimal("0.5");

    @Test
    void whatBelongsToNoLeadSaysWhatItIs() {
        var expense = new Unit(null, null, 7, null, null, null, null, new Fact("expense", ID));
        var found = new LeadsBehind(List.of(expense), null, 9, false, true);

        LeadsBehindView.Item item = LeadsBehindView.of(found).items().getFirst();
        assertThat(item.leadId()).isNull();
        assertThat(item.weight()).isNull();
        assertThat(item.fact()).isEqualTo(new LeadsBehindView.FactView("expense", ID));
        assertThat(LeadsBehindView.columns(found)).endsWith("seconds", "fact", "factId");
        assertThat(LeadsBehindView.rows(found))
                .containsExactly(Arrays.asList(null, null, 7L, null, null, null, null, "expense", ID));
    }

    @Test
    void whatCountsInPartSaysHowMuch() {
        var part = new Unit(ID, 1, 7, null, null, null, HALF, null);
        var found = new LeadsBehind(List.of(part), null, 9, true, false);

        LeadsBehindView.Item item = LeadsBehindView.of(found).items().getFirst();
        assertThat(item.weight()).isEqualTo(HALF);
        assertThat(item.fact()).isNull();
        assertThat(LeadsBehindView.columns(found)).endsWith("seconds", "weight");
        assertThat(LeadsBehindView.rows(found)).containsExactly(Arrays.asList(ID, 1, 7L, null, null, null, null, HALF));
    }

    @Test
    void aLeadThatCountsAsOneHasNeither() {
        var found = new LeadsBehind(List.of(), null, 9, false, false);

        assertThat(LeadsBehindView.columns(found))
                .containsExactly("leadId", "pass", "position", "suppressionId", "amount", "currency", "seconds");
    }
}
