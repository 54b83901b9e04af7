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
 * The keys of the leads, from the table {@code subject_key}. Opened keys are kept for a few seconds, so that a busy
 * lead's key is not looked up for every event, and every instance soon forgets a destroyed key.
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
    private final Map<LeadId, Kept> kept = new LinkedHashMap<>();

    private record Kept(SubjectKey key, long until) {}

    public SubjectKeys(DataSource database, Keyring keyring, InstantSource clock) {
        this.database = database;
        this.keyring = keyring;
        this.clock = clock;
    }

    /** A fresh key for a lead that is about to be registered. */
    public NewSubjectKey create(LeadId leadId) {
        var key = new SubjectKey(Sealer.random(SubjectKey.BYTES));
        return new NewSubjectKey(key, keyring.wrap(leadId, key));
    }

    /** Says that a fresh key is stored now, because whoever registers a lead often goes on with it at once. */
    public void stored(LeadId leadId, NewSubjectKey fresh) {
        keep(Map.of(leadId, fresh.key()));
    }

    /**
     * Whether the lead's key is at hand without asking the database. Who keeps what it opened asks this before showing
     * it again, so that nothing is shown longer than the key itself would open it.
     */
    public boolean isAtHand(LeadId leadId) {
        return kept(leadId) != null;
    }

    /**
     * @throws SealBrokenException when the stored key is not one that this keyring wrapped for this lead
     * @throws StoreUnavailableException when the database cannot be asked
     */
    @Override
    public @Nullable SubjectKey keyOf(LeadId leadId) {
        return keysOf(List.of(leadId)).keyOf(leadId);
    }

    /**
     * The keys of many leads, in one query for every {@value #KEYS_PER_QUERY} of them.
     *
     * @throws SealBrokenException when a stored key is not one that this keyring wrapped for its lead
     * @throws StoreUnavailableException when the database cannot be asked
     */
    public SubjectKeyLookup keysOf(Collection<LeadId> leadIds) {
        var found = new HashMap<LeadId, SubjectKey>();
        var missing = new ArrayList<LeadId>();
        for (LeadId leadId : new HashSet<>(leadIds)) {
            SubjectKey key = kept(leadId);
            if (key == null) {
                missing.add(leadId);
            } else {
                found.put(leadId, key);
            }
        }
        for (int from = 0; from < missing.size(); from += KEYS_PER_QUERY) {
            found.putAll(load(missing.subList(from, Math.min(missing.size(), from + KEYS_PER_QUERY))));
        }
        return found::get;
    }

    private Map<LeadId, SubjectKey> load(List<LeadId> leadIds) {
        String sql = "select lead_id, wrapped_key from subject_key where lead_id in ("
                + "?, ".repeat(leadIds.size() - 1) + "?)";
        var loaded = new HashMap<LeadId, SubjectKey>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < leadIds.size(); i++) {
                select.setObject(i + 1, leadIds.get(i).value());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    var leadId = new LeadId(row.getObject(1, UUID.class));
                    loaded.put(leadId, keyring.unwrap(leadId, row.getString(2)));
                }
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException("the leads' keys cannot be read; try again later", RETRY_AFTER, e);
        }
        keep(loaded);
        return loaded;
    }

    private @Nullable SubjectKey kept(LeadId leadId) {
        synchronized (kept) {
            Kept entry = kept.get(leadId);
            return entry == null || entry.until <= clock.millis() ? null : entry.key;
        }
    }

    /** All are kept for the same time, so those that were put in first are the first to be of no use. */
    private void keep(Map<LeadId, SubjectKey> loaded) {
        long until = clock.millis() + KEPT_FOR.toMillis();
        synchronized (kept) {
            loaded.forEach((leadId, key) -> {
                kept.remove(leadId);
                kept.put(leadId, new Kept(key, until));
            });
            var oldest = kept.values().iterator();
            while (kept.size() > KEPT_AT_MOST && oldest.hasNext()) {
                oldest.next();
                oldest.remove();
            }
        }
    }
}
