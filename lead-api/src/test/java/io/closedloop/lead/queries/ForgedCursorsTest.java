package io.closedloop.lead.queries;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.Caller.Answer;
import io.closedloop.lead.http.RunningService;
import io.closedloop.lead.reporting.SealedCursor;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors that somebody made who knows how they are made: the checksum is right, the parts are not. */
class ForgedCursorsTest extends RunningService {
    private static final String ALL_STATUSES =
            "[INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, CLOSED_WON, CLOSED_LOST, NURTURE, DISQUALIFIED]";

    private static void isRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("malformed-request");
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("?cursor");
    }

    private UUID registered() {
        UUID lead = UUID.randomUUID();
        assertThat(as(Role.MARKETING)
                        .post("/v1/leads", """
                                {"leadId": "%s", "contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(lead, lead))
                        .status())
                .isEqualTo(201);
        return lead;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "-2147483648", "2", "99", "2147483648", "99999999999999999999", "x", "", "+1", "٣", "1e0"})
    void aHistoryDoesNotGoOnWhereItHasNoPlace(String sequence) {
        UUID lead = registered();
        String cursor = new Cursor(List.of("history of " + lead, sequence)).text();

        isRefused(as(Role.SALES).get("/v1/leads/%s/history?cursor=%s".formatted(lead, cursor)));
    }

    @ParameterizedTest
    @CsvSource({
        "x, 2026-01-01T00:00:00Z, 1",
        "-1, 2026-01-01T00:00:00Z, 1",
        "1, yesterday, 1",
        "1, +1000000000-12-31T23:59:59.999999999Z, 1",
        "1, -1000000000-01-01T00:00:00Z, 1",
        "1, +10000-01-01T00:00:00Z, 1",
        "1, 2026-01-01T00:00:00Z, -1",
        "1, 2026-01-01T00:00:00Z, 9223372036854775808",
    })
    void suppressionsDoNotGoOnWhereTheyHaveNoPlace(String position, String at, String speaksFor) {
        String cursor =
                new Cursor(List.of("suppressions", position, UUID.randomUUID().toString(), at, speaksFor)).text();
        for (String filter : List.of("", "&active=true", "&active=false")) {
            isRefused(as(Role.SALES).get("/v1/suppressions?cursor=" + cursor + filter));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800_000_000L, -62_135_596_800_000_001L})
    void leadsDoNotGoOnAtAnInstantThatThereIsNot(long registeredAt) {
        String cursor =
                SealedCursor.text("leads by registration\n%s [] null null".formatted(ALL_STATUSES), registeredAt, 1, 1);

        isRefused(as(Role.ANALYST).get("/v1/leads?cursor=" + cursor));
    }

    @Test
    void aCursorThatIsMadeInTheSameWayFromRightPartsGoesOn() {
        UUID lead = registered();
        Caller sales = as(Role.SALES);
        String history = new Cursor(List.of("history of " + lead, "1")).text();
        String leads = SealedCursor.text("leads by registration\n%s [] null null".formatted(ALL_STATUSES), 1, 1, 1);

        assertThat(sales.get("/v1/leads/%s/history?cursor=%s".formatted(lead, history))
                        .status())
                .isEqualTo(200);
        assertThat(sales.get("/v1/leads?cursor=" + leads).status()).isEqualTo(200);
    }
}
