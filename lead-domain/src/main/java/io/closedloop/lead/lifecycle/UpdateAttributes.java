package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.INTEGRATION;
import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.DISQUALIFIED;

import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes attributes, or puts the source right. */
public record UpdateAttributes(
        LeadId leadId,
        AttributesChange attributes,
        SourceChange source,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND = new CommandKind(
            "UpdateAttributes", List.of(MARKETING, SALES, INTEGRATION), EnumSet.complementOf(EnumSet.of(DISQUALIFIED)));

    public UpdateAttributes {
        source = source.tidy();
    }

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        if (attributes.values().isEmpty() && source.equals(SourceChange.NONE) && fields.knows("/source")) {
            fields.error("/attributes", "at least one attribute or one field of the source has to be given");
        }
        fields.attributes(attributes.values());
        fields.sourceCodes(source.origin(), source.campaign(), source.landingPage());
    }

    @Override
    public boolean isRepeat(Lead lead) {
        AttributesUpdated latest = lead.latest().of(AttributesUpdated.class);
        return latest != null
                && latest.attributes().equals(attributes)
                && latest.source().tidy().equals(source)
                && lead.attributes().with(attributes).equals(lead.attributes())
                && source.applyTo(lead.source()).tidy().equals(lead.source().tidy());
    }

    @Override
    public Optional<Refusal> unfit(Lead lead, Playbook playbook) {
        return lead.attributes().countWith(attributes) > Attributes.MAX_COUNT
                ? Optional.of(new InvalidCommand("/attributes", Attributes.TOO_MANY))
                : Optional.empty();
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        return List.of(new AttributesUpdated(lead.id(), on.at(), lead.pass(), attributes, source, note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
