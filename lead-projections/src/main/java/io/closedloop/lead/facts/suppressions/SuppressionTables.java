package io.closedloop.lead.facts.suppressions;

import io.closedloop.lead.columnstore.StoreSchema.Table;
import io.closedloop.lead.facts.kind.SourceColumns;
import java.util.List;

/**
 * The tables of claims and suppressions.
 *
 * <ul>
 *   <li>{@code blocked_delivery}: append-only; an attempt belongs to a suppression and has a source of its own.
 *   <li>{@code claim}, {@code suppression}, {@code suppression_end}: append-only; who claimed and who suppressed which
 *       identity, so that deliveries of suppressed identities can be counted and need not be believed in. A hash of 256
 *       bits is kept as two halves of 128, of the only type that wide which is compared as a number. An end without a
 *       {@code suppression_id} ends all suppressions that the lead had by then.
 *   <li>{@code claim_also}, {@code suppression_widened}: append-only and short; what else a claim is kept out by, the
 *       {@code BASE} of an address with a plus-part or what it was under the {@code FORMER} spelling, and which older
 *       suppressions got a base.
 * </ul>
 */
final class SuppressionTables {
    private static final Table BLOCKED_DELIVERY = new Table("blocked_delivery", """
            CREATE TABLE blocked_delivery (
                position BIGINT NOT NULL,
                suppression_id UUID NOT NULL,
                lead_id UUID NOT NULL,
                attempted_lead_id UUID NOT NULL,
                command VARCHAR NOT NULL,
            """ + SourceColumns.DECLARED + """
                occurred_at TIMESTAMP NOT NULL,
                recorded_at TIMESTAMP NOT NULL)
            """);

    private static final Table CLAIM = new Table("claim", """
            CREATE TABLE claim (
                position BIGINT NOT NULL,
                lead_id UUID NOT NULL,
                pass INTEGER NOT NULL,
                kind VARCHAR NOT NULL,
                hash_high UUID NOT NULL,
                hash_low UUID NOT NULL,
                occurred_at TIMESTAMP NOT NULL,
                recorded_at TIMESTAMP NOT NULL)
            """);

    private static final Table CLAIM_ALSO = new Table("claim_also", """
            CREATE TABLE claim_also (
                position BIGINT NOT NULL,
                lead_id UUID NOT NULL,
                pass INTEGER NOT NULL,
                means VARCHAR NOT NULL,
                kind VARCHAR NOT NULL,
                hash_high UUID NOT NULL,
                hash_low UUID NOT NULL,
                occurred_at TIMESTAMP NOT NULL,
                recorded_at TIMESTAMP NOT NULL)
            """);

    private static final Table SUPPRESSION = new Table("suppression", """
            CREATE TABLE suppression (
                position BIGINT NOT NULL,
                suppression_id UUID NOT NULL,
                lead_id UUID NOT NULL,
                pass INTEGER NOT NULL,
                kind VARCHAR NOT NULL,
                hash_high UUID NOT NULL,
                hash_low UUID NOT NULL,
                former BOOLEAN NOT NULL,
                base_high UUID,
                base_low UUID,
                occurred_at TIMESTAMP NOT NULL,
                expires_at TIMESTAMP)
            """);

    private static final Table SUPPRESSION_END = new Table("suppression_end", """
            CREATE TABLE suppression_end (
                position BIGINT NOT NULL,
                lead_id UUID NOT NULL,
                suppression_id UUID,
                recorded_at TIMESTAMP NOT NULL)
            """);

    private static final Table SUPPRESSION_WIDENED = new Table("suppression_widened", """
            CREATE TABLE suppression_widened (
                position BIGINT NOT NULL,
                lead_id UUID NOT NULL,
                suppression_id UUID NOT NULL,
                base_high UUID NOT NULL,
                base_low UUID NOT NULL)
            """);

    static final List<Table> ALL =
            List.of(BLOCKED_DELIVERY, CLAIM, CLAIM_ALSO, SUPPRESSION, SUPPRESSION_END, SUPPRESSION_WIDENED);

    private SuppressionTables() {}
}
