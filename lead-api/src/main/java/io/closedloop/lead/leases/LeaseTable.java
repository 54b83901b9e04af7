package io.closedloop.lead.leases;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The leases in the database, by its clock, as one holder sees them. Every method throws a {@code DataAccessException}
 * when the database cannot be asked.
 */
final class LeaseTable {
    /** Of a lease that holds for as long as its process lives. */
    private static final String FOR_EVER = "timestamp with time zone '9999-12-31 00:00:00+00:00'";

    /** Past by every clock, also by one that has been set back. */
    private static final String LONG_AGO = "timestamp with time zone '1970-01-01 00:00:00+00:00'";

    private final JdbcClient database;
    private final UUID holder = UUID.randomUUID();
    private final String heldBy;
    private final String until;

    /**
     * @param heldBy what people call the holder
     * @param term how long a lease holds without being renewed; null for as long as the process lives
     */
    LeaseTable(JdbcClient database, String heldBy, @Nullable Duration term) {
        this.database = database;
        this.heldBy = heldBy;
        this.until = term == null
                ? FOR_EVER
                : String.format(Locale.ROOT, "current_timestamp + interval '%.3f' second", term.toMillis() / 1000.0);
    }

    /** Whoever takes leases here. */
    UUID holder() {
        return holder;
    }

    /** Takes a lease that nobody else holds. Its fence; empty when somebody else holds it. */
    OptionalLong take(String name) {
        int taken = database.sql("""
                        update lease
                        set holder = :holder, held_by = :by, fence = fence + 1, taken_at = current_timestamp, held_until = %s
                        where name = :name and (held_until <= current_timestamp or holder = :holder)""".formatted(until))
                .param("holder", holder)
                .param("by", heldBy)
                .param("name", name)
                .update();
        return taken > 0 || (isNew(name) && inserted(name)) ? fence(name) : OptionalLong.empty();
    }

    private boolean isNew(String name) {
        return !database.sql("select exists (select 1 from lease where name = :name)")
                .param("name", name)
                .query(Boolean.class)
                .single();
    }

    private boolean inserted(String name) {
        try {
            database.sql("""
                            insert into lease (name, holder, held_by, fence, taken_at, held_until)
                            values (:name, :holder, :by, 1, current_timestamp, %s)""".formatted(until))
                    .param("name", name)
                    .param("holder", holder)
                    .param("by", heldBy)
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            // Somebody has just been faster.
            return false;
        }
    }

    private OptionalLong fence(String name) {
        return database.sql("select fence from lease where name = :name and holder = :holder")
                .param("name", name)
                .param("holder", holder)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Holds on to a lease for a further term. False when somebody else has taken it. */
    boolean renew(String name, long fence) {
        return database.sql("""
                        update lease
                        set held_until = %s
                        where name = :name and holder = :holder and fence = :fence""".formatted(until))
                        .param("name", name)
                        .param("holder", holder)
                        .param("fence", fence)
                        .update()
                > 0;
    }

    /** Lets others have a lease at once. */
    void release(String name, long fence) {
        database.sql("""
                        update lease
                        set held_until = current_timestamp
                        where name = :name and holder = :holder and fence = :fence""")
                .param("name", name)
                .param("holder", holder)
                .param("fence", fence)
                .update();
    }

    /** Forgets leases that nobody will take again. */
    void forget(Collection<String> names) {
        if (!names.isEmpty()) {
            database.sql("delete from lease where name in (:names)")
                    .param("names", names)
                    .update();
        }
    }

    /** Lets every lease go, whoever holds it: for the only process that a database has, at its start. */
    void releaseAll() {
        database.sql("update lease set held_until = %1$s where held_until > %1$s".formatted(LONG_AGO))
                .update();
    }
}
