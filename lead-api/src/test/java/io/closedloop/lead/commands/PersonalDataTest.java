package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.lifecycle.UpdateContact;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Who a lead is stands in no log line and in no refusal, whatever is wrong with the request. */
class PersonalDataTest extends CommandCalls {
    /** In every value that is personal, and in nothing else. */
    private static final String MARK = "zzprivat";

    private static final Pattern PERSONAL = Pattern.compile("(?i)" + MARK + "|98765[- ]?4321");

    /** Keeps what is logged, at every level that anybody might run the service with. */
    private static final class Listening extends AppenderBase<ILoggingEvent> implements AutoCloseable {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        private final Logger ours = (Logger) LoggerFactory.getLogger("io.closedloop");
        private final Level rootBefore = root.getLevel();
        private final List<ch.qos.logback.core.Appender<ILoggingEvent>> others = new ArrayList<>();

        static Listening begin() {
            var listening = new Listening();
            listening.setContext(listening.root.getLoggerContext());
            listening.start();
            listening.root.iteratorForAppenders().forEachRemaining(listening.others::add);
            listening.others.forEach(listening.root::detachAppender);
            listening.root.addAppender(listening);
            listening.root.setLevel(Level.INFO);
            listening.ours.setLevel(Level.TRACE);
            return listening;
        }

        @Override
        protected void append(ILoggingEvent event) {
            var line = new StringBuilder(event.getLoggerName())
                    .append(' ')
                    .append(event.getFormattedMessage())
                    .append(event.getMDCPropertyMap());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                line.append(' ').append(cause.getClassName()).append(": ").append(cause.getMessage());
            }
            lines.add(line.toString());
        }

        @Override
        public void close() {
            root.detachAppender(this);
            others.forEach(root::addAppender);
            root.setLevel(rootBefore);
            ours.setLevel(null);
        }
    }

    private static String email() {
        return MARK + newId() + "@example.com";
    }

    private static String personal(String leadId, String email) {
        return """
               {"leadId": "%s", "externalRef": {"system": "crm", "id": "%s"},
                "contact": {"name": "zzprivat Ana", "email": "%s", "phone": "+55 11 98765-4321", "company": "zzprivat Inc",
                            "title": "zzprivat CTO", "country": "BR"}, %s, "note": "zzprivat said so"}""".formatted(leadId, MARK + newId(), email, source());
    }

    @Test
    void noRefusalAndNoLogLineTellsWhoALeadIs() {
        var refusals = new ArrayList<String>();
        try (var log = Listening.begin()) {
            LoggerFactory.getLogger("io.closedloop.lead.commands").info("the log is listened to");
            refusals.addAll(refusalsOfSingleCommands());
            refusals.addAll(refusalsOfLines());

            assertThat(log.lines).anyMatch(line -> line.contains("the log is listened to"));
            assertThat(log.lines).noneMatch(line -> PERSONAL.matcher(line).find());
        }
        assertThat(refusals).hasSizeGreaterThan(25);
        assertThat(refusals).noneMatch(refusal -> PERSONAL.matcher(refusal).find());
    }

    @Test
    void aMistypedPathIsInNoLogLine() {
        try (var log = Listening.begin()) {
            LoggerFactory.getLogger("io.closedloop.lead.commands").info("the log is listened to");
            assertThat(sales().get("/v1/leads/search/" + email()).status()).isEqualTo(404);
            assertThat(sales().get("/v1/leads/" + email()).status()).isEqualTo(404);

            assertThat(log.lines).anyMatch(line -> line.contains("the log is listened to"));
            assertThat(log.lines).noneMatch(line -> PERSONAL.matcher(line).find());
        }
    }

    private List<String> refusalsOfSingleCommands() {
        String email = email();
        String leadId = newId();
        String body = personal(leadId, email);
        accepted(marketing(), RegisterLead.KIND, leadId, body);
        String path = "/v1/leads/" + leadId;
        var answers = new ArrayList<Caller.Answer>(List.of(
                // said already, said otherwise, taken
                marketing().post("/v1/leads", body.replace("CTO", "CEO")),
                marketing().post("/v1/leads", personal(newId(), email)),
                // not what the fields take
                marketing().post("/v1/leads", body.replace(leadId, MARK)),
                marketing().post("/v1/leads", body.replace("@example.com", "")),
                marketing().post("/v1/leads", body.replace(email, MARK + "@ex ample")),
                marketing()
                        .post(
                                "/v1/leads",
                                body.replace("\"email\": \"%s\", ".formatted(email), "")
                                        .replace("98765-4321", "zzprivat")),
                marketing().post("/v1/leads", body.replace("\"BR\"", "\"zzprivat\"")),
                marketing().post("/v1/leads", body.replace("zzprivat Ana", MARK.repeat(200))),
                marketing().post("/v1/leads", body.replace("zzprivat said so", MARK.repeat(2_000))),
                marketing().post("/v1/leads", body.replace("\"WEB\"", "\"zzprivat\"")),
                // not JSON, or not of its types
                marketing().post("/v1/leads", body.substring(0, body.length() - 2)),
                marketing().post("/v1/leads", body.replace("\"zzprivat Ana\"", "[\"zzprivat Ana\"]")),
                marketing().post("/v1/leads", body.replace("\"zzprivat Ana\"", "zzprivat")),
                marketing().post("/v1/leads", body.replace("\"zzprivat Ana\"", "\"zzprivat\\u0000\"")),
                marketing().post("/v1/leads", body.replace("\"BR\"", "\"BR\", \"country\": \"zzprivat\"")),
                // not by them, not now
                as(io.closedloop.lead.access.Role.ANALYST).post("/v1/leads", body),
                nobody().post("/v1/leads", body),
                marketing().post("/v1/leads", body, "If-Match", "\"9\""),
                sales().post(
                                path + "/close-won",
                                "{\"amount\": {\"amount\": \"1\", \"currency\": \"USD\"}, \"note\": \"zzprivat\"}"),
                sales().post(path + "/close-lost", "{\"reason\": \"zz\", \"competitor\": \"zzprivat\"}"),
                manager().post(path + "/reinstate", "{\"justification\": \"zzprivat\"}"),
                marketing().post(path + "/update-contact", "{\"contact\": {\"email\": \"zzprivat\"}}"),
                marketing().post(path + "/update-contact", "{\"contact\": {\"email\": [\"zzprivat\"]}}"),
                marketing().post(path + "/disqualify", "{\"reason\": \"OTHER\", \"note\": \"\"}")));
        accepted(marketing(), DisqualifyLead.KIND, leadId, "{\"reason\": \"OTHER\", \"note\": \"zzprivat\"}");
        answers.add(marketing().post("/v1/leads", personal(newId(), email)));
        answers.add(marketing().post(path + "/update-contact", "{\"contact\": {\"name\": \"zzprivat\"}}"));
        answers.add(manager().post("/v1/suppressions/" + newId() + "/lift", "{\"justification\": \"zzprivat\"}"));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isBetween(400, 499));
        return answers.stream().map(Caller.Answer::body).toList();
    }

    private List<String> refusalsOfLines() {
        String email = email();
        String leadId = newId();
        String body = personal(leadId, email).replace('\n', ' ');
        String register = line(RegisterLead.KIND, leadId, body);
        String ref = "\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}".formatted(MARK + newId());
        String inquiry = leadIn(Status.INQUIRY);
        List<JsonNode> answers = bulk(
                marketing(),
                register,
                register.replace("CTO", "CEO"),
                register.replace(leadId, newId()),
                register.replace("@example.com", ""),
                register.substring(0, 120),
                register.replace("\"BR\"", "{\"zzprivat\": 1}"),
                "{\"command\": \"RecordTouch\", %s, \"type\": \"CALL\", \"by\": \"SALES\"}".formatted(ref),
                "{\"command\": \"RecordTouch\", %s, \"leadId\": \"%s\"}".formatted(ref, leadId),
                "{\"command\": \"zzprivat\", %s}".formatted(ref),
                "zzprivat " + email,
                line(UpdateContact.KIND, inquiry, "{\"contact\": {\"email\": \"%s\"}}".formatted(email)),
                line(RecordTouch.KIND, inquiry, "{\"type\": \"CALL\", \"by\": \"zzprivat\", \"note\": \"zzprivat\"}"));
        assertThat(answers.getFirst().required("status").asInt()).isEqualTo(201);
        List<JsonNode> refused = answers.subList(1, answers.size());
        assertThat(refused)
                .allSatisfy(answer -> assertThat(answer.required("status").asInt())
                        .as(answer.toString())
                        .isBetween(400, 499));
        return refused.stream().map(JsonNode::toString).toList();
    }
}
