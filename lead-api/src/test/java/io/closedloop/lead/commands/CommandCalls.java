package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.RunningService;
import io.closedloop.lead.lifecycle.AcceptLead;
import io.closedloop.lead.lifecycle.CloseLost;
import io.closedloop.lead.lifecycle.CloseWon;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.RecycleLead;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.Status;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends commands to the running service, each by a role that it belongs to. */
abstract class CommandCalls extends RunningService {
    static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired
    DataSource dataSource;

    Caller marketing() {
        return as(Role.MARKETING);
    }

    Caller sales() {
        return as(Role.SALES);
    }

    Caller manager() {
        return as(Role.MANAGER);
    }

    Caller integration() {
        return as(Role.INTEGRATION);
    }

    /** May send everything, so that a test's lines do not depend on who sends them. */
    Caller everybody() {
        return as(Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION, Role.AUDITOR);
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static String newEmail() {
        return UUID.randomUUID() + "@example.com";
    }

    static String source() {
        return "\"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"MARKETING\"}";
    }

    static String registration(String leadId, String email) {
        return "{\"leadId\": \"%s\", \"contact\": {\"email\": \"%s\"}, %s}".formatted(leadId, email, source());
    }

    /** The path behind a lead's own. */
    static String pathOf(CommandKind kind) {
        return switch (kind.commandName()) {
            case "RegisterLead" -> "";
            case "RecordTouch" -> "/touches";
            case "UpdateContact" -> "/update-contact";
            case "UpdateAttributes" -> "/update-attributes";
            case "QualifyMarketing" -> "/qualify-marketing";
            case "AssignLead" -> "/assign";
            case "AcceptLead" -> "/accept";
            case "RejectLead" -> "/reject";
            case "QualifySales" -> "/qualify-sales";
            case "ReviseOpportunity" -> "/revise-opportunity";
            case "CloseWon" -> "/close-won";
            case "CloseLost" -> "/close-lost";
            case "DisqualifyLead" -> "/disqualify";
            case "RecycleLead" -> "/recycle";
            case "ReinstateLead" -> "/reinstate";
            case "ReopenLead" -> "/reopen";
            case "AmendClosure" -> "/amend-closure";
            case "RecordRevenue" -> "/record-revenue";
            default -> throw new IllegalArgumentException("a command that this test does not know: " + kind);
        };
    }

    static String pathOf(CommandKind kind, String leadId) {
        return kind == RegisterLead.KIND ? "/v1/leads" : "/v1/leads/" + leadId + pathOf(kind);
    }

    Caller.Answer send(Caller caller, CommandKind kind, String leadId, String body, String... headers) {
        return caller.post(pathOf(kind, leadId), body, headers);
    }

    /** Sends what has to be accepted. */
    JsonNode accepted(Caller caller, CommandKind kind, String leadId, String body) {
        Caller.Answer answer = send(caller, kind, leadId, body);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
        return answer.json();
    }

    /** A new lead, and its id. */
    String registered(String email) {
        String leadId = newId();
        accepted(marketing(), RegisterLead.KIND, leadId, registration(leadId, email));
        return leadId;
    }

    String leadIn(Status status) {
        return leadIn(status, newEmail());
    }

    /** A new lead that has come as far as that; in {@code CLOSED_WON} with 1000 USD, out for {@code POOR_FIT}. */
    String leadIn(Status status, String email) {
        String leadId = newId();
        areAccepted(way(status, leadId, email));
        return leadId;
    }

    /** A new lead for each place. */
    List<String> leadsIn(List<Status> places) {
        var leads = new ArrayList<String>();
        var lines = new ArrayList<String>();
        for (Status place : places) {
            String leadId = newId();
            leads.add(leadId);
            lines.addAll(way(place, leadId, newEmail()));
        }
        areAccepted(lines);
        return leads;
    }

    private void areAccepted(List<String> lines) {
        assertThat(bulk(as(Role.MARKETING, Role.SALES), lines.toArray(String[]::new)))
                .allSatisfy(answer -> assertThat(answer.required("status").asInt())
                        .as(answer.toString())
                        .isBetween(200, 201));
    }

    private static List<String> way(Status status, String leadId, String email) {
        var way = new ArrayList<String>();
        way.add(line(RegisterLead.KIND, leadId, registration(leadId, email)));
        String qualify = line(QualifyMarketing.KIND, leadId, "{}");
        String toSales = line(QualifySales.KIND, leadId, "{\"rep\": \"rep-1\"}");
        way.addAll(
                switch (status) {
                    case INQUIRY -> List.of();
                    case MQL_AWAITING -> List.of(qualify);
                    case MQL_ACCEPTED -> List.of(qualify, line(AcceptLead.KIND, leadId, "{\"rep\": \"rep-1\"}"));
                    case SQL -> List.of(qualify, toSales);
                    case CLOSED_WON ->
                        List.of(
                                qualify,
                                toSales,
                                line(
                                        CloseWon.KIND,
                                        leadId,
                                        "{\"amount\": {\"amount\": \"1000\", \"currency\": \"USD\"}}"));
                    case CLOSED_LOST ->
                        List.of(qualify, toSales, line(CloseLost.KIND, leadId, "{\"reason\": \"PRICE\"}"));
                    case NURTURE -> List.of(qualify, line(RecycleLead.KIND, leadId, "{\"reason\": \"TIMING\"}"));
                    case DISQUALIFIED -> List.of(line(DisqualifyLead.KIND, leadId, "{\"reason\": \"POOR_FIT\"}"));
                });
        return way;
    }

    /** The active suppression of a disqualified lead's one identity. */
    String suppressionOf(String leadId) {
        JsonNode history =
                as(Role.AUDITOR).get("/v1/leads/" + leadId + "/history").json().required("items");
        return history.get(history.size() - 1)
                .required("data")
                .required("suppressions")
                .get(0)
                .required("suppressionId")
                .asString();
    }

    Caller.Answer postLines(Caller caller, String lines, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/x-ndjson";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return caller.send("POST", "/v1/commands", lines.getBytes(StandardCharsets.UTF_8), all);
    }

    /** The answers to the lines of one bulk request. */
    List<JsonNode> bulk(Caller caller, String... lines) {
        Caller.Answer answer = postLines(caller, String.join("\n", lines));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return linesOf(answer.body());
    }

    static List<JsonNode> linesOf(String body) {
        return body.lines().map(JSON::readTree).toList();
    }

    /** A line that carries {@code body} out on a lead. */
    static String line(CommandKind kind, String leadId, String body) {
        String named = "{\"command\": \"%s\", ".formatted(kind.commandName())
                + (kind == RegisterLead.KIND ? "" : "\"leadId\": \"%s\"".formatted(leadId));
        String fields = body.strip().substring(1);
        return kind == RegisterLead.KIND || fields.startsWith("}") ? named + fields : named + ", " + fields;
    }

    static String code(JsonNode line) {
        return line.required("problem").required("code").asString();
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    /** The number of events in the log. */
    long head() {
        return number("select position from log_head");
    }

    long keptAnswers() {
        return number("select count(*) from kept_answer");
    }

    private long number(String query) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(query);
                var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
