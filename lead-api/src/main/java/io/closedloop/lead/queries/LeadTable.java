package io.closedloop.lead.queries;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.queries.LeadView.ContactView;
import io.closedloop.lead.queries.LeadView.ExternalRefView;
import io.closedloop.lead.queries.LeadView.MoneyView;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leads as lines of a table; what readers may not see is empty, and so is what is not there. */
final class LeadTable {
    static final List<String> COLUMNS = List.of(
            "leadId",
            "version",
            "position",
            "stage",
            "acceptance",
            "outcome",
            "pass",
            "owner",
            "externalRef_system",
            "externalRef_id",
            "name",
            "email",
            "phone",
            "company",
            "title",
            "country",
            "channel",
            "origin",
            "campaign",
            "landingPage",
            "sourcedBy",
            "registeredAt",
            "stageSince",
            "resumeNotBefore",
            "expectedAmount",
            "expectedAmount_currency",
            "expectedCloseDate",
            "milestone",
            "amount",
            "amount_currency",
            "closedReason",
            "disqualifiedReason",
            "touches",
            "lastTouchAt",
            "lastHumanContactAt",
            "attributes");

    private LeadTable() {}

    /** Attributes have free names, so that they are one column, as JSON. */
    static List<@Nullable Object> row(LeadView lead) {
        ContactView contact =
                lead.contact() == null ? new ContactView(null, null, null, null, null, null) : lead.contact();
        ExternalRefView ref = lead.externalRef();
        return Arrays.asList(
                lead.leadId(),
                lead.version(),
                lead.position(),
                lead.stage(),
                lead.acceptance(),
                lead.outcome(),
                lead.pass(),
                lead.owner(),
                ref == null ? null : ref.system(),
                ref == null ? null : ref.id(),
                contact.name(),
                contact.email(),
                contact.phone(),
                contact.company(),
                contact.title(),
                contact.country(),
                lead.source().channel(),
                lead.source().origin(),
                lead.source().campaign(),
                lead.source().landingPage(),
                lead.source().sourcedBy(),
                lead.registeredAt(),
                lead.stageSince(),
                lead.resumeNotBefore(),
                amount(lead.expectedAmount()),
                currency(lead.expectedAmount()),
                lead.expectedCloseDate(),
                lead.milestone(),
                amount(lead.amount()),
                currency(lead.amount()),
                lead.closedReason(),
                lead.disqualifiedReason(),
                lead.touches().count(),
                lead.touches().lastAt(),
                lead.touches().lastHumanContactAt(),
                lead.attributes().isEmpty() ? null : AnswerJson.MAPPER.writeValueAsString(lead.attributes()));
    }

    private static @Nullable BigDecimal amount(@Nullable MoneyView money) {
        return money == null ? null : new BigDecimal(money.amount());
    }

    private static @Nullable String currency(@Nullable MoneyView money) {
        return money == null ? null : money.currency();
    }
}
