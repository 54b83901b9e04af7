package io.closedloop.lead.sealing;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the leads, and of the streams that are about no lead, from the table {@code subject_key}. Opened keys are
 * kept for a few seconds, so that a busy lead's key is not looked up for every event, and every instance soon forgets a
 * destroyed key.
 *
 * <p>A lead's key is stored in the transaction of its first event. Reading it needs no check that this transaction is
 * durable: whoever asks for the key has seen an event of the lead, and nobody sees an event that is not durable.
 */
public final class SubjectKeys implements SubjectKeyLookup {
    /** After this long a destroyed key opens nothing any more, on any instance. */
    public static final Duration KEPT_FOR = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int KEPT_AT_MOST = 10_000;
    private static final int KEYS_PER_QUERY = 1_000;

    private final DataSource database;
    private final Keyring keyring;
    private final InstantSource clock;
    private final Map<UUID, Kept> kept = new LinkedHashMap<>();

    private record Kept(SubjectKey key, long until) {}

    public SubjectKeys(DataSource database, Keyring keyring, InstantSource clock) {
        this.database = database;
        this.keyring = keyring;
        this.clock = clock;
    }

    /** A fresh key for a lead that is about to be registered. */
    public NewSubjectKey create(LeadId leadId) {
        return create(leadId.value());
    }

    /** A fresh key for a lead or stream that is about to begin. */
    public NewSubjectKey create(UUID owner) {
        var key = new SubjectKey(Sealer.random(SubjectKey.BYTES));
        return new NewSubjectKey(key, keyring.wrap(owner, key));
    }

    /** Says that a fresh key is stored now, because whoever begins something often goes on with it at once. */
    public void stored(LeadId leadId, NewSubjectKey fresh) {
        stored(leadId.value(), fresh);
    }

    /** As {@link #stored(LeadId, NewSubjectKey)}, of a lead or stream. */
    public void stored(UUID owner, NewSubjectKey fresh) {
        keep(Map.of(owner, fresh.key()));
    }

    /**
     * Whether the lead's key is at hand without asking the database. Who keeps what it opened asks this before showing
     * it again, so that nothing is shown longer than the key itself would open it.
     */
    public boolean isAtHand(LeadId leadId) {
        return kept(leadId.value()) != null;
    }

    /**
     * @throws SealBrokenException when the stored key is not one that this keyring wrapped for this owner
     * @throws StoreUnavailableException when the database cannot be asked
     */
    @Override
    public @Nullable SubjectKey keyOf(UUID owner) {
        return keysOfOwners(List.of(owner)).keyOf(owner);
    }

    /** As {@link #keysOfOwners}, of leads. */
    public SubjectKeyLookup keysOf(Collection<LeadId> leadIds) {
        return keysOfOwners(leadIds.stream().map(LeadId::value).toList());
    }

    /**
     * The keys of many leads and streams, in one query for every {@value #KEYS_PER_QUERY} of them.
     *
     * @throws SealBrokenException when a stored key is not one that this keyring wrapped for its owner
     * @throws StoreUnavailableException when the database cannot be asked
     */
    public SubjectKeyLookup keysOfOwners(Collection<UUID> owners) {
        var found = new HashMap<UUID, SubjectKey>();
        var missing = new ArrayList<UUID>();
        for (UUID owner : new HashSet<>(owners)) {
            SubjectKey key = kept(owner);
            if (key == null) {
                missing.add(owner);
            } else {
                found.put(owner, key);
            }
        }
        for (int from = 0; from < missing.size(); from += KEYS_PER_QUERY) {
            found.putAll(load(missing.subList(from, Math.min(missing.size(), from + KEYS_PER_QUERY))));
        }
        return found::get;
    }

    private Map<UUID, SubjectKey> load(List<UUID> owners) {
        String sql = "select lead_id, wrapped_key from subject_key where lead_id in (" + "?, ".repeat(owners.size() - 1)
                + "?)";
        var loaded = new HashMap<UUID, SubjectKey>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < owners.size(); i++) {
                select.setObject(i + 1, owners.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID owner = row.getObject(1, UUID.class);
                    loaded.put(owner, keyring.unwrap(owner, row.getString(2)));
                }
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException("the leads' keys cannot be read; try again later", RETRY_AFTER, e);
        }
        keep(loaded);
        return loaded;
    }

    private @Nullable SubjectKey kept(UUID owner) {
        synchronized (kept) {
            Kept entry = kept.get(owner);
            return entry == null || entry.until <= clock.millis() ? null : entry.key;
        }
    }

    /** All are kept for the same time, so those that were put in first are the first to be of no use. */
    private void keep(Map<UUID, SubjectKey> loaded) {
        long until = clock.millis() + KEPT_FOR.toMillis();
        synchronized (kept) {
            loaded.forEach((owner, key) -> {
                kept.remove(owner);
                kept.put(owner, new Kept(key, until));
            });
            var oldest = kept.values().iterator();
            while (kept.size() > KEPT_AT_MOST && oldest.hasNext()) {
                oldest.next();
                oldest.remove();
            }
        }
    }
}
