package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.Caller.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsAccessTest extends ReportCalls {
    @Test
    void whoIsNoReaderSeesNoNumberAndWhoIsSeesThemAll() {
        var paths = new ArrayList<String>(List.of("/v1/reports"));
        for (Described report : reports()) {
            String cell = "groupBy="
                    + (report.dimensions().isEmpty()
                            ? ""
                            : report.dimensions().contains("from")
                                    ? "&stage=INQUIRY&reached=MQL_AWAITING"
                                    : "&key.kind=LOSS&key.reason=PRICE")
                    + "&column="
                    + report.columns().getFirst().required("name").asString();
            paths.add(report.path());
            paths.add("%s/leads?%s".formatted(report.path(), cell));
            paths.add("%s/explain?%s&asOf=2026-01-01".formatted(report.path(), cell));
        }
        for (String path : paths) {
            for (String accept : path.contains("?") || path.equals("/v1/reports")
                    ? List.of("application/json")
                    : List.of("application/json", "text/csv", "application/vnd.apache.parquet")) {
                Answer refused = as(Role.ADMIN).get(path, "Accept", accept);
                assertThat(refused.status())
                        .as("%s %s: %s", path, accept, refused.body())
                        .isEqualTo(403);
                assertThat(nobody().get(path, "Accept", accept).status())
                        .as(path)
                        .isEqualTo(401);
                assertThat(analyst().get(path, "Accept", accept).status())
                        .as(path)
                        .isEqualTo(200);
            }
        }
        for (Role reader : Access.READERS) {
            assertThat(as(reader).get("/v1/reports/funnel").status())
                    .as(reader.name())
                    .isEqualTo(200);
        }
    }

    @Test
    void nobodySeesWhomAnIdentityBelongsToBehindANumber() {
        ToldHistory told = everything();
        String path = "/v1/reports/redelivery/leads?%s&column=suppressed".formatted(told.only());

        assertThat(ask(path).body()).doesNotContain("@example.com").contains("suppressionId");
    }
}
