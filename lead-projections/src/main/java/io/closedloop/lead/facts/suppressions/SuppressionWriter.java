package io.closedloop.lead.facts.suppressions;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.columnstore.RowAppender;
import io.closedloop.lead.facts.kind.KindOfFacts;
import io.closedloop.lead.facts.kind.SourceColumns;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionWidened;
import io.closedloop.lead.suppression.SuppressionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Appends claims and suppressions, and what became of them. */
final class SuppressionWriter implements KindOfFacts.Writing {
    private final RowAppender blocked;
    private final RowAppender claims;
    private final RowAppender claimsAlso;
    private final RowAppender suppressions;
    private final RowAppender ends;
    private final RowAppender widened;

    SuppressionWriter(DuckDbWriter writer) throws SQLException {
        blocked = writer.append("blocked_delivery");
        claims = writer.append("claim");
        claimsAlso = writer.append("claim_also");
        suppressions = writer.append("suppression");
        ends = writer.append("suppression_end");
        widened = writer.append("suppression_widened");
    }

    @Override
    public void write(LoggedEvent event) throws SQLException {
        if (event.payload() instanceof LeadEvent happened) {
            claim(event, happened);
            if (happened instanceof LeadDisqualified out) {
                suppress(event, out);
            } else if (happened instanceof LeadReinstated back) {
                end(event, back.leadId(), null);
            }
        } else if (event.payload() instanceof SuppressionEvent happened) {
            write(event, happened);
        }
    }

    private void write(LoggedEvent event, SuppressionEvent happened) throws SQLException {
        switch (happened) {
            case RedeliveryBlocked attempt -> block(event, attempt);
            case SuppressionLifted lifted -> end(event, lifted.leadId(), lifted.suppressionId());
            case SuppressionWidened it ->
                widened.begin()
                        .bigint("position", event.position())
                        .uuid("lead_id", it.leadId().value())
                        .uuid("suppression_id", it.suppressionId().value())
                        .uuid("base_high", high(it.base()))
                        .uuid("base_low", low(it.base()))
                        .end();
        }
    }

    private void block(LoggedEvent event, RedeliveryBlocked attempt) throws SQLException {
        RowAppender row = blocked.begin()
                .bigint("position", event.position())
                .uuid("suppression_id", attempt.suppressionId().value())
                .uuid("lead_id", attempt.leadId().value())
                .uuid("attempted_lead_id", attempt.attemptedLeadId().value())
                .text("command", attempt.command());
        SourceColumns.append(row, attempt.source())
                .timestamp("occurred_at", Micros.of(attempt.occurredAt()))
                .timestamp("recorded_at", Micros.of(event.recordedAt()))
                .end();
    }

    private void claim(LoggedEvent event, LeadEvent happened) throws SQLException {
        for (IdentityHash identity : happened.claimed()) {
            claims.begin()
                    .bigint("position", event.position())
                    .uuid("lead_id", happened.leadId().value())
                    .integer("pass", happened.pass())
                    .name("kind", identity.kind())
                    .uuid("hash_high", high(identity.hash()))
                    .uuid("hash_low", low(identity.hash()))
                    .timestamp("occurred_at", Micros.of(happened.occurredAt()))
                    .timestamp("recorded_at", Micros.of(event.recordedAt()))
                    .end();
            claimAlso(event, happened, identity, "BASE", identity.base());
            claimAlso(event, happened, identity, "FORMER", identity.former());
        }
    }

    /** Few identities are kept out by anything but themselves. */
    private void claimAlso(
            LoggedEvent event, LeadEvent happened, IdentityHash identity, String means, @Nullable String hash)
            throws SQLException {
        if (hash != null) {
            claimsAlso
                    .begin()
                    .bigint("position", event.position())
                    .uuid("lead_id", happened.leadId().value())
                    .integer("pass", happened.pass())
                    .text("means", means)
                    .name("kind", identity.kind())
                    .uuid("hash_high", high(hash))
                    .uuid("hash_low", low(hash))
                    .timestamp("occurred_at", Micros.of(happened.occurredAt()))
                    .timestamp("recorded_at", Micros.of(event.recordedAt()))
                    .end();
        }
    }

    private void suppress(LoggedEvent event, LeadDisqualified out) throws SQLException {
        for (Suppression suppression : out.suppressions()) {
            Instant expiresAt = suppression.expiresAt();
            String base = suppression.base();
            suppressions
                    .begin()
                    .bigint("position", event.position())
                    .uuid("suppression_id", suppression.suppressionId().value())
                    .uuid("lead_id", out.leadId().value())
                    .integer("pass", out.pass())
                    .name("kind", suppression.identity().kind())
                    .uuid("hash_high", high(suppression.identity().hash()))
                    .uuid("hash_low", low(suppression.identity().hash()))
                    .bool("former", suppression.identity().hasFormerSpelling())
                    .uuid("base_high", base == null ? null : high(base))
                    .uuid("base_low", base == null ? null : low(base))
                    .timestamp("occurred_at", Micros.of(out.occurredAt()))
                    .timestamp("expires_at", expiresAt == null ? null : Micros.of(expiresAt))
                    .end();
        }
    }

    /** @param suppression which ends; null where all that the lead has end */
    private void end(LoggedEvent event, LeadId lead, @Nullable SuppressionId suppression) throws SQLException {
        ends.begin()
                .bigint("position", event.position())
                .uuid("lead_id", lead.value())
                .uuid("suppression_id", suppression == null ? null : suppression.value())
                .timestamp("recorded_at", Micros.of(event.recordedAt()))
                .end();
    }

    private static UUID high(String hash) {
        return half(hash, 0);
    }

    private static UUID low(String hash) {
        return half(hash, 32);
    }

    private static UUID half(String digits, int from) {
        return new UUID(
                Long.parseUnsignedLong(digits, from, from + 16, 16),
                Long.parseUnsignedLong(digits, from + 16, from + 32, 16));
    }

    @Override
    public void close() throws SQLException {
        blocked.close();
        claims.close();
        claimsAlso.close();
        suppressions.close();
        ends.close();
        widened.close();
    }
}
