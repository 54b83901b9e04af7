package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.queries.LogFollower;
import io.closedloop.lead.readmodels.ReadModels;
import io.closedloop.lead.reporting.Formula;
import io.closedloop.lead.reporting.Question;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRow;
import io.closedloop.lead.waiting.Waits;
import io.closedloop.lead.winrate.WinRateReport;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

class ReportVersionsTest extends ReportCalls {
    private static final Actor ANALYST = new Actor(new KeyId(UUID.randomUUID()), "analyst", Set.of(Role.ANALYST));

    @Autowired
    private ReadModels readModels;

    @Autowired
    private LogFollower follower;

    @Autowired
    private Waits waits;

    /** The win rate as it might be one day: one number of it. */
    private static final class NextWinRate implements ReportQuery {
        private final ReportQuery first = new WinRateReport();

        @Override
        public ReportDefinition definition() {
            ReportDefinition old = first.definition();
            return new ReportDefinition(
                    old.id(),
                    2,
                    old.summary(),
                    old.bases(),
                    old.defaultGroupBy(),
                    old.options(),
                    old.dimensions(),
                    old.columns().subList(1, 2));
        }

        @Override
        public List<Formula> formulas(Question question) {
            return first.formulas(question).subList(1, 2);
        }

        @Override
        public long mainCount(ReportRow row) {
            return first.mainCount(row);
        }
    }

    @Test
    void theLatestVersionAnswersUnlessAnOlderOneIsAskedFor() {
        ReportView latest = ask("");
        ReportView first = ask("?definition=1");

        assertThat(latest.definition()).isEqualTo(new ReportView.Definition("winRate", 2));
        assertThat(latest.rows().getFirst().keySet()).containsExactly("key", "broad");
        assertThat(ask("?definition=2")).isEqualTo(latest);
        assertThat(first.definition()).isEqualTo(new ReportView.Definition("winRate", 1));
        assertThat(first.rows().getFirst().keySet()).containsExactly("key", "narrow", "broad", "created");
        Assertions.assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> ask("?definition=3"))
                .satisfies(refusal -> assertThat(refusal.problem().detail()).contains("1, 2"));
    }

    @Test
    void everyVersionIsListedAndTheLatestIsDescribed() {
        CatalogueView.Entry entry = CatalogueView.of(twoVersions()).items().getFirst();

        assertThat(entry.version()).isEqualTo(2);
        assertThat(entry.versions()).containsExactly(1, 2);
        assertThat(entry.columns()).extracting(CatalogueView.ColumnView::name).containsExactly("broad");
        assertThat(entry.parameters())
                .filteredOn(parameter -> parameter.name().equals("definition"))
                .allSatisfy(parameter -> {
                    assertThat(parameter.defaultValue()).isEqualTo("2");
                    assertThat(parameter.values()).containsExactly("1", "2");
                });
    }

    @Test
    void noTwoReportsHaveTheSameIdAndVersion() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReportCatalogue(List.of(new WinRateReport(), new WinRateReport())))
                .withMessageContaining("winRate");
    }

    private static ReportCatalogue twoVersions() {
        return new ReportCatalogue(List.of(new NextWinRate(), new WinRateReport()));
    }

    private ReportView ask(String query) {
        var desk = new ReportDesk(twoVersions(), readModels, follower, waits);
        var request = new MockHttpServletRequest("GET", "/v1/reports/winRate");
        request.setQueryString(query.isEmpty() ? null : query.substring(1));
        ResponseEntity<Object> answer =
                desk.report("winRate", Representation.JSON, ANALYST, QueryParameters.of(request), request);
        return (ReportView) Objects.requireNonNull(answer.getBody());
    }
}
