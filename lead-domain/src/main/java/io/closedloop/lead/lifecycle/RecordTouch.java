package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.INTEGRATION;
import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.access.Role.SALES;

import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadRefusal.TouchRecordedWithOtherContent;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records a touch, wherever the lead is. A touch repeats by its id. */
public record RecordTouch(
        LeadId leadId,
        @Nullable String touchId,
        TouchType type,
        TouchedBy by,
        @Nullable Boolean reachedHuman,
        @Nullable Channel channel,
        @Nullable String campaign,
        @Nullable String content,
        List<String> questions,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND =
            new CommandKind("RecordTouch", List.of(MARKETING, SALES, INTEGRATION), EnumSet.allOf(Status.class));
    public static final int MAX_QUESTIONS = 50;

    public RecordTouch {
        campaign = Text.codeOrNull(campaign);
        content = Text.codeOrNull(content);
        questions = questions.stream().map(Text::code).toList();
    }

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.code("/touchId", touchId);
        fields.code("/campaign", campaign);
        checkContent(fields, "", content, questions);
    }

    /** @param pointer where both are in the command */
    static void checkContent(FieldChecks fields, String pointer, @Nullable String content, List<String> questions) {
        fields.code(pointer + "/content", content);
        if (questions.size() > MAX_QUESTIONS) {
            fields.error(pointer + "/questions", "a touch has %d questions at most".formatted(MAX_QUESTIONS));
        }
        for (int i = 0; i < questions.size(); i++) {
            fields.code(pointer + "/questions/" + i, questions.get(i));
        }
    }

    @Override
    public boolean isRepeat(Lead lead) {
        Long recorded = touchId == null ? null : lead.touchPrints().contentUnder(touchId);
        return recorded != null
                && recorded == TouchRecorded.digest(type, by, reachedHuman, channel, campaign, content, questions);
    }

    @Override
    public Optional<Refusal> unfit(Lead lead, Playbook playbook) {
        return touchId != null && lead.touchPrints().contentUnder(touchId) != null
                ? Optional.of(new TouchRecordedWithOtherContent(touchId))
                : Optional.empty();
    }

    /** A touch never moves the lead. */
    @Override
    public boolean mayPrecedeTheStage() {
        return true;
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        String id = touchId != null ? touchId : DerivedId.of(lead, "touch").toString();
        return List.of(new TouchRecorded(
                lead.id(),
                on.at(),
                lead.pass(),
                id,
                type,
                by,
                reachedHuman,
                channel,
                campaign,
                content,
                questions,
                note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
