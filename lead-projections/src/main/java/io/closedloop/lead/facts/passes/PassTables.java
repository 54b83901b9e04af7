package io.closedloop.lead.facts.passes;

import io.closedloop.lead.columnstore.StoreSchema.Table;
import io.closedloop.lead.facts.kind.SourceColumns;
import java.util.List;

/**
 * The tables of leads and passes.
 *
 * <ul>
 *   <li>{@code transition}: append-only, one row per decision about a lead, with the standing before and after. With a
 *       bound on {@code position} it tells everything as it was known at any time. {@code derailed} and
 *       {@code duplicate} are what the playbook of the decision said of its reason, so that no query goes by a code.
 *   <li>{@code pass}: one wide row per pass with its first entries as they are known now, so that most reports are one
 *       scan.
 *   <li>{@code lead}: one row per lead with its current values, for lists.
 *   <li>{@code source_history}, {@code attribute_history}: append-only; {@code registered} marks what a lead came with,
 *       which for nearly all leads is the only row.
 * </ul>
 *
 * <p>{@code position} in {@code pass} and {@code lead} is that of the last event that changed the row, which tells it
 * from all others; a lead and its current pass have the same. Rows are replaced, only a corrected source is changed in
 * place, so both tables are nearly in the order of that column, and what happened lately is found at their end. Neither
 * has an index: one would cost most of the time of filling, and no query is made faster by it. Beside every {@code _at}
 * of a pass stands the {@code _position} of the event that made it, by which a number is traced and a past pass is told
 * from the present one; {@code reached} says in one number which of them there are ({@link StageEntry#bit}).
 */
final class PassTables {
    private static final Table LEAD = new Table("lead", """
            CREATE TABLE lead (
                lead_id UUID NOT NULL,
                registered_at TIMESTAMP NOT NULL,
                registered_position BIGINT NOT NULL,
                stage VARCHAR NOT NULL,
                stage_since TIMESTAMP NOT NULL,
                pass INTEGER NOT NULL,
                owner VARCHAR,
            """ + SourceColumns.DECLARED + """
                expected_amount DECIMAL(19, 4),
                expected_currency VARCHAR,
                position BIGINT NOT NULL)
            """);

    private static final Table PASS = new Table("pass", """
            CREATE TABLE pass (
                lead_id UUID NOT NULL,
                pass INTEGER NOT NULL,
                playbook_version INTEGER NOT NULL,
                owner VARCHAR,
            """ + SourceColumns.DECLARED + """
                inquiry_at TIMESTAMP,
                mql_at TIMESTAMP,
                accepted_at TIMESTAMP,
                sql_at TIMESTAMP,
                won_at TIMESTAMP,
                lost_at TIMESTAMP,
                disqualified_at TIMESTAMP,
                nurture_at TIMESTAMP,
                inquiry_position BIGINT,
                mql_position BIGINT,
                accepted_position BIGINT,
                sql_position BIGINT,
                won_position BIGINT,
                lost_position BIGINT,
                disqualified_position BIGINT,
                nurture_position BIGINT,
                reached INTEGER NOT NULL,
                accepted_implied BOOLEAN NOT NULL,
                rejected_at TIMESTAMP,
                rejected_position BIGINT,
                recycled_at TIMESTAMP,
                recycled_position BIGINT,
                won_amount DECIMAL(19, 4),
                won_currency VARCHAR,
                lost_reason VARCHAR,
                lost_derailed BOOLEAN NOT NULL,
                disqualified_reason VARCHAR,
                disqualified_duplicate BOOLEAN NOT NULL,
                disqualified_from VARCHAR,
                reopened_position BIGINT,
                position BIGINT NOT NULL)
            """);

    private static final Table TRANSITION = new Table("transition", """
            CREATE TABLE transition (
                position BIGINT NOT NULL,
                lead_id UUID NOT NULL,
                pass INTEGER NOT NULL,
                event VARCHAR NOT NULL,
                occurred_at TIMESTAMP NOT NULL,
                recorded_at TIMESTAMP NOT NULL,
                from_stage VARCHAR,
                to_stage VARCHAR NOT NULL,
                from_since TIMESTAMP,
                owner VARCHAR,
                implied BOOLEAN NOT NULL,
                playbook_version INTEGER NOT NULL,
                reason VARCHAR,
                derailed BOOLEAN NOT NULL,
                duplicate BOOLEAN NOT NULL,
                root_cause VARCHAR,
                revenue_kind VARCHAR,
                amount DECIMAL(19, 4),
                currency VARCHAR,
                expected_amount DECIMAL(19, 4),
                expected_currency VARCHAR)
            """);

    private static final Table SOURCE_HISTORY = new Table("source_history", """
            CREATE TABLE source_history (
                position BIGINT NOT NULL,
                lead_id UUID NOT NULL,
                registered BOOLEAN NOT NULL,
            """ + SourceColumns.DECLARED + """
                recorded_at TIMESTAMP NOT NULL)
            """);

    private static final Table ATTRIBUTE_HISTORY = new Table("attribute_history", """
            CREATE TABLE attribute_history (
                position BIGINT NOT NULL,
                lead_id UUID NOT NULL,
                registered BOOLEAN NOT NULL,
                name VARCHAR NOT NULL,
                value VARCHAR,
                recorded_at TIMESTAMP NOT NULL)
            """);

    static final List<Table> ALL = List.of(TRANSITION, PASS, LEAD, SOURCE_HISTORY, ATTRIBUTE_HISTORY);

    /** For the leads that a batch asks about, and for the rows that it replaces. */
    static final List<String> TEMPORARY =
            List.of("CREATE TEMP TABLE batch_lead (lead_id UUID)", "CREATE TEMP TABLE outdated (position BIGINT)");

    private PassTables() {}
}
