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
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.reports.WinRateReport;
import io.closedloop.lead.waiting.Waits;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;

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
        private final ReportQuery former = new WinRateReport();

        @Override
        public ReportDefinition definition() {
            ReportDefinition old = former.definition();
            return new ReportDefinition(
                    old.id(),
                    3,
                    old.summary(),
                    old.bases(),
                    old.defaultGroupBy(),
                    old.options(),
                    old.dimensions(),
                    old.columns().subList(1, 2),
                    old.columns().subList(1, 2),
                    old.order());
        }

        @Override
        public List<Formula> formulas(Question question) {
            return former.formulas(question).subList(1, 2);
        }
    }

    @Test
    void theLatestVersionAnswersUnlessAnOlderOneIsAskedFor() {
        ReportView latest = answer("");
        ReportView former = answer("?definition=2");

        assertThat(latest.definition()).isEqualTo(new ReportView.Definition("winRate", 3));
        assertThat(latest.rows().getFirst().keySet()).containsExactly("key", "broad");
        assertThat(answer("?definition=3")).isEqualTo(latest);
        assertThat(former.definition()).isEqualTo(new ReportView.Definition("winRate", 2));
        assertThat(former.rows().getFirst().keySet()).containsExactly("key", "narrow", "broad", "created");
        assertThat(answer("?definition=1").definition()).isEqualTo(new ReportView.Definition("winRate", 1));
        Assertions.assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> answer("?definition=4"))
                .satisfies(refusal -> assertThat(refusal.problem().detail()).contains("1, 2, 3"));
    }

    @Test
    void everyVersionIsListedAndTheLatestIsDescribed() {
        CatalogueView.Entry entry = CatalogueView.of(threeVersions()).items().getFirst();

        assertThat(entry.version()).isEqualTo(3);
        assertThat(entry.versions()).containsExactly(1, 2, 3);
        assertThat(entry.columns()).extracting(CatalogueView.ColumnView::name).containsExactly("broad");
        assertThat(entry.parameters())
                .filteredOn(parameter -> parameter.name().equals("definition"))
                .allSatisfy(parameter -> {
                    assertThat(parameter.defaultValue()).isEqualTo("3");
                    assertThat(parameter.values()).containsExactly("1", "2", "3");
                });
    }

    @Test
    void everyReportIsAtItsSecondVersionAndTheFirstAnswersWithTheLargestRowsFirst() {
        var told = new ToldHistory();
        told.register("01-10", "early", "early", "EMAIL", "spring");
        told.register("03-10", "late", "late", "EMAIL", "spring")
                .register("03-11", "later", "later", "EMAIL", "spring");
        tell(told);
        assertThat(reports()).allSatisfy(report -> {
            assertThat(report.description().required("version").asInt()).isEqualTo(2);
            assertThat(report.values("definition")).containsExactly("1", "2");
        });

        String question = "/v1/reports/funnel?%s&groupBy=month".formatted(told.only());
        assertThat(ask(question + "&definition=1").json().required("rows").findValuesAsString("month"))
                .containsExactly("2026-03", "2026-01");
        assertThat(ask(question + "&definition=1").json().has("gaps")).isFalse();
        assertThat(ask(question).json().required("rows").findValuesAsString("month"))
                .containsExactly("2026-01", "2026-02", "2026-03");
        assertThat(ask(question).json().required("gaps").asBoolean()).isTrue();
        assertThat(ask(question + "&definition=2").json())
                .isEqualTo(ask(question).json());
        assertThat(ask(question + "&gaps=false").json().required("rows").findValuesAsString("month"))
                .containsExactly("2026-01", "2026-03");
    }

    @Test
    void aDuplicateCountsInTheFirstWinRateAndNoMoreInTheSecond() {
        var told = new ToldHistory();
        for (String lead : List.of("won", "twice")) {
            told.register("01-01", lead, lead, "EMAIL", "spring").then("01-02", lead, "QualifyMarketing");
            told.sql("01-03", lead, "100", "USD");
        }
        told.win("01-10", "won", "100", "USD").then("01-11", "twice", "DisqualifyLead", "\"reason\": \"DUPLICATE\"");
        tell(told);

        String question = "/v1/reports/winRate?" + told.only();
        JsonNode now = ask(question).json().at("/rows/0");
        JsonNode first = ask(question + "&definition=1").json().at("/rows/0");
        for (String column : List.of("narrow", "broad", "created")) {
            assertThat(now.required(column).required("value").asDouble()).isEqualTo(1);
            assertThat(now.required(column).required("denominator").asInt()).isEqualTo(1);
        }
        assertThat(first.at("/broad/denominator").asInt()).isEqualTo(2);
        assertThat(first.at("/created/denominator").asInt()).isEqualTo(2);
        assertThat(ask("/v1/reports/winRate/leads?%s&column=broad_denominator".formatted(told.only()))
                        .json()
                        .required("items")
                        .findValuesAsString("leadId"))
                .containsExactly(told.id("won").toString());
        assertThat(ask("/v1/reports/winRate/explain?%s&column=broad_denominator&definition=1&asOf=2026-01-01"
                                .formatted(told.only()))
                        .json()
                        .at("/now/units")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void noTwoReportsHaveTheSameIdAndVersion() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReportCatalogue(List.of(new WinRateReport(), new WinRateReport())))
                .withMessageContaining("winRate");
    }

    private static ReportCatalogue threeVersions() {
        return new ReportCatalogue(List.of(new NextWinRate(), WinRateReport.first(), new WinRateReport()));
    }

    private ReportView answer(String query) {
        var desk = new ReportDesk(threeVersions(), readModels, follower, waits);
        var request = new MockHttpServletRequest("GET", "/v1/reports/winRate");
        request.setQueryString(query.isEmpty() ? null : query.substring(1));
        ResponseEntity<Object> answer =
                desk.report("winRate", Representation.JSON, ANALYST, QueryParameters.of(request), request);
        return (ReportView) Objects.requireNonNull(answer.getBody());
    }
}
