package io.closedloop.lead.folding;

import io.closedloop.lead.eventjson.SnapshotJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.sealing.SealBrokenException;
import io.closedloop.lead.sealing.SubjectKey;
import io.closedloop.lead.sealing.SubjectKeys;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of long leads, one of each, in the table {@code lead_snapshot}: sealed under the lead's own key, so that
 * they are gone with it. They are written behind everything else, and a lead without one is only slower to load. What
 * cannot be read, or was made by another {@linkplain SnapshotJson#form form} of the service, is passed over.
 */
public final class LeadSnapshots implements AutoCloseable {
    /** After so many events a lead gets a new one; so many at most are folded again when it is loaded. */
    static final int EVERY = 250;
    /** As many leads wait at most; which one is left out is of no consequence. */
    private static final int WAITING = 100;

    private static final String UPDATE =
            "update lead_snapshot set version = ?, event_id = ?, form = ?, payload = ? where lead_id = ?";
    private static final String INSERT =
            "insert into lead_snapshot (version, event_id, form, payload, lead_id) values (?, ?, ?, ?, ?)";

    private static final long STOP_WITHIN_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(LeadSnapshots.class);

    private final DataSource database;
    private final SubjectKeys keys;
    private final SnapshotJson json = new SnapshotJson();
    private final Map<LeadId, Folded> waiting = new LinkedHashMap<>();
    // Nothing ever interrupts it: an interrupt can close an embedded database for everyone.
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("lead-snapshots").daemon().factory());
    private boolean closed;

    public LeadSnapshots(DataSource database, SubjectKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    /**
     * The lead as its snapshot has it, at an earlier version perhaps, with position 0; null where there is none that
     * can be used.
     *
     * @throws StoreUnavailableException when the lead's key cannot be read
     */
    @Nullable
    Folded find(LeadId id) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select event_id, payload from lead_snapshot where lead_id = ? and form = ?")) {
            select.setObject(1, id.value());
            select.setString(2, json.form());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? opened(id, row.getString(1), row.getString(2)) : null;
            }
        } catch (SQLException e) {
            LOG.warn("The snapshot of lead {} cannot be read; its events are", id, e);
            return null;
        }
    }

    private @Nullable Folded opened(LeadId id, String eventId, String payload) {
        SubjectKey key = keys.keyOf(id);
        if (key == null) {
            return null;
        }
        try {
            byte[] plain = key.open(Base64.getDecoder().decode(payload), place(id, eventId));
            return new Folded(Lead.of(json.read(new String(plain, StandardCharsets.UTF_8))), eventId, 0);
        } catch (SealBrokenException | IllegalArgumentException e) {
            LOG.warn("The snapshot of lead {} is of no use; its events are read", id, e);
            return null;
        }
    }

    /** Has a snapshot written of a lead whose last one is some time back, soon and by another thread. */
    public void offer(Folded lead) {
        synchronized (waiting) {
            if (closed
                    || (waiting.size() >= WAITING
                            && !waiting.containsKey(lead.lead().id()))) {
                return;
            }
            waiting.put(lead.lead().id(), lead);
            writer.execute(this::writeNext);
        }
    }

    /** As {@link #offer}, where a lead has got the event after which one is due. */
    public void offerIfDue(Folded lead, int newEvents) {
        long before = lead.version() - newEvents;
        if (lead.version() >= LeadFolder.FEW && lead.version() / EVERY > before / EVERY) {
            offer(lead);
        }
    }

    private void writeNext() {
        Folded lead;
        synchronized (waiting) {
            var next = waiting.values().iterator();
            if (!next.hasNext()) {
                return;
            }
            lead = next.next();
            next.remove();
        }
        try {
            write(lead);
        } catch (SQLException | RuntimeException e) {
            LOG.warn("No snapshot of lead {} is written", lead.lead().id(), e);
        }
    }

    private void write(Folded lead) throws SQLException {
        LeadId id = lead.lead().id();
        try (Connection connection = database.getConnection()) {
            Long stored = version(connection, id);
            if (stored != null && lead.version() - stored < EVERY) {
                return;
            }
            SubjectKey key = keys.keyOf(id);
            if (key == null) {
                return;
            }
            byte[] plain = json.write(lead.lead().snapshot()).getBytes(StandardCharsets.UTF_8);
            String payload = Base64.getEncoder().encodeToString(key.seal(plain, place(id, lead.lastEventId())));
            if (store(connection, UPDATE, lead, payload) == 0 && stored == null) {
                store(connection, INSERT, lead, payload);
            }
        }
    }

    private int store(Connection connection, String sql, Folded lead, String payload) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, lead.version());
            statement.setString(2, lead.lastEventId());
            statement.setString(3, json.form());
            statement.setString(4, payload);
            statement.setObject(5, lead.lead().id().value());
            return statement.executeUpdate();
        }
    }

    /** The version of the stored snapshot of the present form; null where there is none. */
    private @Nullable Long version(Connection connection, LeadId id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select version from lead_snapshot where lead_id = ? and form = ?")) {
            select.setObject(1, id.value());
            select.setString(2, json.form());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    private static String place(LeadId id, String eventId) {
        return "snapshot %s %s".formatted(id, eventId);
    }

    /** Returns once what is being written is written; what waits is left out. */
    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
        writer.shutdown();
        try {
            if (!writer.awaitTermination(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A snapshot is still being written; the database may be hanging");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
