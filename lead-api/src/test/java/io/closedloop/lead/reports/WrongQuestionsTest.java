package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongQuestionsTest extends ReportCalls {
    @ParameterizedTest(name = "{0} is wrong in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "groupBy|groupBy=colour",
                "groupBy|groupBy=channel,channel",
                "groupBy|groupBy=channel,",
                "groupBy|groupBy=attr.",
                "groupBy|groupBy=channel&groupBy=channel",
                "from|from=2026-02-01&to=2026-01-01",
                "from|from=yesterday",
                "from|from=2026-02-30",
                "from|from=2026-01-01T00:00:00",
                "to|to=",
                "to|to=10000-01-01",
                "zone|zone=Mars/Olympus",
                "zone|zone=",
                "basis|basis=gut",
                "asOf|asOf=soon",
                "asOf|asOf=9999-01-01",
                "asOf|asOf=2026-01-01&asOf=2026-01-02",
                "compareTo|compareTo=previous",
                "compareTo|compareTo=previous&from=2026-01-01",
                "compareTo|compareTo=previous&from=2026-01-01&to=2026-02-01&groupBy=month",
                "compareTo|compareTo=2026-01-01/2026-02-01&groupBy=day",
                "compareTo|compareTo=2026-01-01/2026-02-01&week=2026-W02",
                "compareTo|compareTo=2026-02-01/2026-01-01",
                "compareTo|compareTo=last year",
                "compareTo|compareTo=9999-01-01",
                "channel|channel=email",
                "sourcedBy|sourcedBy=NOBODY",
                "pass|pass=one",
                "pass|pass=0",
                "pass|pass=01",
                "playbookVersion|playbookVersion=-1",
                "day|day=2026-02-30",
                "day|day=-0001-01-01",
                "day|day=%2B12345-01-01",
                "week|week=2026-W54",
                "week|week=0000-W54",
                "month|month=2026-13",
                "month|month=-0001-01",
                "quarter|quarter=2026-Q5",
                "quarter|quarter=0000-Q5",
                "year|year=26",
                "year|year=00000",
                "year|year=FY2026",
                "year|year=2026&fiscalYearStart=04",
                "quarter|quarter=2026-Q1&fiscalYearStart=04",
                "week|week=2026-W05&weekStart=SUNDAY",
                "week|week=2026-03-02&weekStart=SUNDAY",
                "weekStart|weekStart=SOMEDAY&groupBy=week",
                "weekStart|weekStart=SUNDAY",
                "weekStart|weekStart=SUNDAY&groupBy=month",
                "fiscalYearStart|fiscalYearStart=13&groupBy=year",
                "fiscalYearStart|fiscalYearStart=4&groupBy=year",
                "fiscalYearStart|fiscalYearStart=04&groupBy=week",
                "gaps|gaps=false",
                "gaps|gaps=true&groupBy=month,channel",
                "gaps|gaps=no&groupBy=month",
                "gaps|gaps=true&groupBy=month&definition=1",
                "compareTo|compareTo=previous&from=2026-01-01&to=2026-02-01&groupBy=year",
                "definition|definition=3",
                "definition|definition=0",
                "definition|definition=abc",
                "definition|definition=",
                "minPosition|minPosition=-1",
                "colour|colour=red",
                "attr.|attr.=red",
                "limit|limit=10",
                "stage|stage=MQL"
            })
    void isRefusedByTheNameOfTheParameterInEveryReport(String parameter, String question) {
        for (Described report : reports()) {
            isRefused(parameter, "%s?%s".formatted(report.path(), question.replace(" ", "%20")));
        }
    }

    @ParameterizedTest(name = "{0} is wrong in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "within|funnel?within=P90D&basis=flow",
                "within|campaigns?within=P90D&basis=flow",
                "within|winRate?within=P90D&basis=flow",
                "within|funnel?within=P3M",
                "within|funnel?within=-P1D",
                "within|funnel?within=PT0S",
                "within|transitions?within=P90D",
                "within|reasons?within=P90D",
                "within|redelivery?within=P90D",
                "strict|funnel?strict=yes",
                "strict|winRate?strict=true",
                "strict|reasons?strict=true",
                "strict|redelivery?strict=false",
                "basis|transitions?basis=cohort",
                "basis|reasons?basis=cohort",
                "basis|redelivery?basis=cohort"
            })
    void isRefusedWhereAReportDoesNotOfferIt(String parameter, String question) {
        isRefused(parameter, "/v1/reports/" + question);
    }

    @ParameterizedTest(name = "{0} is wrong in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "column|funnel",
                "column|funnel?column=MQL_to_NOTHING",
                "column|funnel?column=MQL_numerator",
                "column|funnel?column=INQUIRY_to_MQL_open&basis=flow",
                "column|funnel?column=MQL&stage=MQL",
                "stage|funnel?stage=mql",
                "stage|funnel?reached=MQL",
                "reached|funnel?stage=WON&reached=MQL",
                "column|campaigns?groupBy=&column=turnover",
                "key.campaign|campaigns?column=leads",
                "stage|campaigns?groupBy=&stage=MQL",
                "stage|winRate?stage=SQL",
                "column|winRate?column=narrow_low",
                "key.channel|funnel?groupBy=channel&stage=MQL",
                "key.channel|funnel?groupBy=channel&stage=MQL&key.channel=EMAIL&key.channel.null=true",
                "key.channel.null|funnel?groupBy=channel&stage=MQL&key.channel.null=false",
                "key.channel|funnel?groupBy=channel&stage=MQL&key.channel=email",
                "key.channel|funnel?groupBy=channel&stage=MQL&key.channel=",
                "key.pass|funnel?groupBy=pass&stage=MQL&key.pass=",
                "key.pass|funnel?groupBy=pass&stage=MQL&key.pass=x",
                "key.month|funnel?groupBy=month&stage=MQL&key.month=",
                "key.month|funnel?groupBy=month&stage=MQL&key.month=2026",
                "key.day|funnel?groupBy=day&stage=MQL&key.day=-0001-01-01",
                "key.owner|funnel?stage=MQL&key.owner=ann",
                "key.|funnel?stage=MQL&key.=ann",
                "stage|transitions?reached=MQL_AWAITING",
                "reached|transitions?stage=INQUIRY",
                "stage|transitions?stage=NOWHERE&reached=MQL_AWAITING",
                "key.from|transitions?key.from=INQUIRY&stage=INQUIRY&reached=MQL_AWAITING",
                "column|transitions?stage=INQUIRY&reached=MQL_AWAITING&column=share_open",
                "key.kind|reasons?key.reason=PRICE",
                "key.reason|reasons?key.kind=LOSS",
                "key.kind|reasons?key.kind=WHIM&key.reason=PRICE",
                "stage|reasons?key.kind=LOSS&key.reason=PRICE&stage=SQL",
                "column|funnel?basis=flow&column=MQL_to_SQL_open",
                "column|redelivery",
                "limit|funnel?stage=MQL&limit=0",
                "limit|funnel?stage=MQL&limit=1001",
                "limit|funnel?stage=MQL&limit=ten",
                "cursor|funnel?stage=MQL&cursor=x",
                "cursor|funnel?stage=MQL&cursor=",
                "cursor|funnel?stage=MQL&cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "definition|funnel?stage=MQL&definition=3",
                "key.quarter|funnel?groupBy=quarter&fiscalYearStart=04&stage=MQL&key.quarter=2026-Q1",
                "key.week|funnel?groupBy=week&weekStart=SUNDAY&stage=MQL&key.week=2026-W05",
                "key.year|funnel?groupBy=year&stage=MQL&key.year=FY2026",
                "compareTo|funnel?stage=MQL&compareTo=2026-01-01",
                "minPosition|funnel?stage=MQL&minPosition=x"
            })
    void isRefusedAmongTheLeadsBehindANumberAndWhereItIsExplained(String parameter, String question) {
        String list = "/v1/reports/" + (question.contains("?") ? question : question + "?").replace("?", "/leads?");
        isRefused(parameter, list);
        isRefused(parameter, list.replace("/leads?", "/explain?") + "&asOf=2026-01-01");
    }

    private void isRefused(String parameter, String path) {
        Answer answer = analyst().get(path);
        assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(400);
        assertThat(answer.code()).as(path).isEqualTo("malformed-request");
        assertThat(answer.json().at("/errors/0/pointer").asString())
                .as("%s: %s", path, answer.body())
                .isEqualTo("?" + parameter);
        assertThat(answer.json().required("detail").asString())
                .as(path)
                .startsWith("The query parameter '%s' is ".formatted(parameter))
                .endsWith(".")
                .doesNotContain(": is ");
    }

    @Test
    void aReportThatIsNotThereIsNotFoundAndTheOthersAreNamed() {
        for (String path : List.of("velocity", "velocity/leads?column=x", "velocity/explain?column=x", "FUNNEL")) {
            Answer answer = analyst().get("/v1/reports/" + path);
            assertThat(answer.code()).as(path).isEqualTo("not-found");
            assertThat(answer.json().required("detail").asString()).contains("funnel", "redelivery");
        }
    }

    @Test
    void aPositionFarAheadIsWaitedForAndNotRefused() {
        for (String path : List.of("funnel?", "funnel/leads?stage=MQL&", "funnel/explain?stage=MQL&asOf=2026-01-01&")) {
            assertThat(analyst()
                            .get("/v1/reports/%sminPosition=%d".formatted(path, Long.MAX_VALUE), "Prefer", "wait=0")
                            .code())
                    .as(path)
                    .isEqualTo("projection-behind");
        }
    }
}
