package io.closedloop.lead.keys;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys of the service, in the transactional database. A revoked key stays there, because the log names it; its name
 * is not given again.
 *
 * <p>What a secret stands for is remembered for {@link #REMEMBERED}, so that a revocation is known to every instance
 * within that time, and to the one that carried it out at once.
 */
public class ApiKeys {
    /** Well inside the five seconds after which a revoked key is refused everywhere. */
    static final Duration REMEMBERED = Duration.ofSeconds(3);

    private static final int MOST_REMEMBERED = 10_000;

    private record Known(Optional<Actor> actor, long loadedAt) {}

    private final JdbcClient database;
    private final Runnable makeDurable;
    private final LongSupplier nanoTime;
    private final Map<String, Known> remembered = new ConcurrentHashMap<>();
    /** Counts revocations: what was loaded before one is not remembered after it. */
    private final AtomicLong revocations = new AtomicLong();

    /** @param makeDurable returns when everything that was committed before is on disk */
    ApiKeys(JdbcClient database, Runnable makeDurable, LongSupplier nanoTime) {
        this.database = database;
        this.makeDurable = makeDurable;
        this.nanoTime = nanoTime;
    }

    /**
     * Stores a new key, durably.
     *
     * @throws NameTakenException when another key has or had the name, or one that is compared alike
     */
    ApiKey create(String name, Set<Role> roles, Secret secret) {
        KeyId id = new KeyId(UUID.randomUUID());
        var wanted = new KeyName(name);
        requireFree(wanted);
        try {
            database.sql("""
                            insert into api_key (key_id, name, compared_name, roles, secret_hash, created_at)
                            values (:id, :name, :compared, :roles, :hash, current_timestamp)""")
                    .param("id", id.value())
                    .param("name", name)
                    .param("compared", wanted.comparedHash())
                    .param("roles", roles.stream().sorted().map(Role::name).collect(Collectors.joining(",")))
                    .param("hash", secret.hash())
                    .update();
        } catch (DuplicateKeyException e) {
            // Somebody has just been faster.
            throw new NameTakenException(name, e);
        }
        makeDurable.run();
        return database.sql("select key_id, name, roles, created_at from api_key where key_id = :id")
                .param("id", id.value())
                .query(ApiKeys::read)
                .single();
    }

    private void requireFree(KeyName wanted) {
        database.sql("select name from api_key").query(String.class).list().stream()
                .filter(taken -> new KeyName(taken).isSameAs(wanted))
                .findAny()
                .ifPresent(taken -> {
                    throw new NameTakenException(taken, null);
                });
    }

    /** The keys that can be used, by name. */
    List<ApiKey> inUse() {
        return database.sql("""
                        select key_id, name, roles, created_at
                        from api_key
                        where revoked_at is null
                        order by name""").query(ApiKeys::read).list();
    }

    /** Those of the given keys that have not been revoked, as the database knows now. */
    public Set<KeyId> stillInUse(Set<KeyId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return database
                .sql("select key_id from api_key where key_id in (:ids) and revoked_at is null")
                .param("ids", ids.stream().map(KeyId::value).toList())
                .query((row, _) -> new KeyId(row.getObject("key_id", UUID.class)))
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    /** Whether a key, in use or revoked, was ever made. */
    boolean areThereAny() {
        return database.sql("select exists (select 1 from api_key)")
                .query(Boolean.class)
                .single();
    }

    /** Refuses the key from now on, durably. False when there is none in use with this id. */
    boolean revoke(KeyId id) {
        int revoked = database.sql("""
                        update api_key
                        set revoked_at = current_timestamp
                        where key_id = :id and revoked_at is null""").param("id", id.value()).update();
        revocations.incrementAndGet();
        remembered.clear();
        makeDurable.run();
        return revoked > 0;
    }

    /** Whom the secret stands for; nobody when it is unknown or revoked. */
    Optional<Actor> actor(Secret secret) {
        String hash = secret.hash();
        Known known = remembered.get(hash);
        long now = nanoTime.getAsLong();
        if (known != null && now - known.loadedAt() < REMEMBERED.toNanos()) {
            return known.actor();
        }
        long revocationsBefore = revocations.get();
        Optional<Actor> actor = database.sql("""
                        select key_id, name, roles, created_at
                        from api_key
                        where secret_hash = :hash and revoked_at is null""")
                .param("hash", hash)
                .query(ApiKeys::read)
                .optional()
                .map(key -> new Actor(key.id(), key.name(), key.roles()));
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(hash, new Known(actor, now));
        if (revocations.get() != revocationsBefore) {
            remembered.remove(hash);
        }
        return actor;
    }

    private static ApiKey read(ResultSet row, int rowNumber) throws SQLException {
        Set<Role> roles = Arrays.stream(row.getString("roles").split(",", -1))
                .map(Role::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
        return new ApiKey(
                new KeyId(row.getObject("key_id", UUID.class)),
                row.getString("name"),
                roles,
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
