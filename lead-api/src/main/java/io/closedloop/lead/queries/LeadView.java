package io.closedloop.lead.queries;

import io.closedloop.lead.http.DescribedAs;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.lifecycle.Acceptance;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.Milestone;
import io.closedloop.lead.lifecycle.Outcome;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.Stage;
import io.closedloop.lead.lifecycle.StageName;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lead as readers see it. Absent values are null.
 *
 * @param version the number of its events
 * @param position that of its last event
 * @param amount what it was won for
 * @param closedReason why it was lost
 * @param allowedCommands the commands that its stage allows, whatever the caller's roles
 */
@Schema(name = "Lead", description = "A lead as it is, or as it was. Absent values are null.")
public record LeadView(
        UUID leadId,
        long version,
        long position,
        StageName stage,
        @Nullable Acceptance acceptance,
        @Nullable Outcome outcome,
        int pass,
        @Nullable String owner,

        @Schema(description = "Null where the lead has none, and for keys whose only reader role is ANALYST.") @Nullable
        ContactView contact,

        @Schema(description = "Null where the lead has none, and for keys whose only reader role is ANALYST.") @Nullable
        ExternalRefView externalRef,

        SourceView source,

        @Schema(description = "Strings, numbers and booleans under free names.")
        Map<String, Object> attributes,

        Instant registeredAt,
        Instant stageSince,
        @Nullable Instant resumeNotBefore,
        @Nullable MoneyView expectedAmount,
        @Nullable LocalDate expectedCloseDate,
        @Nullable Milestone milestone,
        @Nullable MoneyView amount,
        @Nullable String closedReason,
        @Nullable String disqualifiedReason,
        TouchesView touches,
        List<String> allowedCommands) {

    /** Whom the lead is about. */
    @DescribedAs("Contact")
    public record ContactView(
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String company,
            @Nullable String title,
            @Nullable String country) {
        static @Nullable ContactView of(Contact contact) {
            return contact.equals(Contact.NONE)
                    ? null
                    : new ContactView(
                            contact.name(),
                            contact.email(),
                            contact.phone(),
                            contact.company(),
                            contact.title(),
                            contact.country());
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    /** The lead's id in another system. */
    @DescribedAs("ExternalRef")
    public record ExternalRefView(String system, String id) {
        static @Nullable ExternalRefView of(@Nullable ExternalRef ref) {
            return ref == null ? null : new ExternalRefView(ref.system(), ref.id());
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    /** Where the lead came from. */
    @DescribedAs("Source")
    public record SourceView(
            Channel channel,
            @Nullable String origin,
            @Nullable String campaign,
            @Nullable String landingPage,
            SourcedBy sourcedBy) {
        static SourceView of(Source source) {
            return new SourceView(
                    source.channel(), source.origin(), source.campaign(), source.landingPage(), source.sourcedBy());
        }
    }

    /** A decimal amount in one currency. */
    @DescribedAs("Money")
    public record MoneyView(String amount, String currency) {
        static @Nullable MoneyView of(@Nullable Money money) {
            return money == null
                    ? null
                    : new MoneyView(
                            money.amount().toPlainString(), money.currency().getCurrencyCode());
        }
    }

    /** The lead's touches. */
    @Schema(name = "Touches", description = "What is known of the lead's touches.")
    public record TouchesView(
            int count, @Nullable Instant lastAt, @Nullable Instant lastHumanContactAt) {}

    /**
     * @param position that of the lead's last event
     * @param personalData whether the reader sees contact and external reference
     * @param playbook the one in force, which says what may be taken back
     */
    static LeadView of(Lead lead, long position, boolean personalData, Playbook playbook) {
        Stage stage = lead.stage();
        Rep owner = lead.owner();
        return new LeadView(
                lead.id().value(),
                lead.version(),
                position,
                stage.stageName(),
                stage.acceptance(),
                stage.outcome(),
                lead.pass(),
                owner == null ? null : owner.code(),
                personalData ? ContactView.of(lead.contact()) : null,
                personalData ? ExternalRefView.of(lead.externalRef()) : null,
                SourceView.of(lead.source()),
                lead.attributes().values(),
                lead.registeredAt(),
                lead.stageSince(),
                stage instanceof Stage.Nurture nurture ? nurture.resumeNotBefore() : null,
                MoneyView.of(lead.opportunity().expectedAmount()),
                lead.opportunity().expectedCloseDate(),
                lead.opportunity().milestone(),
                stage instanceof Stage.Won won ? MoneyView.of(won.amount()) : null,
                stage instanceof Stage.Lost lost ? lost.reason() : null,
                stage instanceof Stage.Disqualified out ? out.reason() : null,
                new TouchesView(
                        lead.touches().count(),
                        lead.touches().lastAt(),
                        lead.touches().lastHumanContactAt()),
                lead.allowedCommands(playbook).stream()
                        .map(CommandKind::commandName)
                        .toList());
    }
}
