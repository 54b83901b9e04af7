package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.util.Optional;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processor's token: the position in the read models' own file, moved in the transaction that writes the rows.
 * Nobody else has this file open, so there is one segment and nothing to claim.
 */
final class ProgressTokenStore implements TokenStore {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressTokenStore.class);

    private final ColumnStore store;
    private final FollowedLog log;

    ProgressTokenStore(ColumnStore store, FollowedLog log) {
        this.store = store;
        this.log = log;
    }

    /** The position is written with the rows, together with the event's id and time, by {@link ReadModelWriter}. */
    @Override
    public void storeToken(@Nullable TrackingToken token, String processorName, int segment) {
        if (token != null && !(token instanceof GlobalSequenceTrackingToken)) {
            throw new IllegalArgumentException("the read models follow positions, not " + token);
        }
    }

    /**
     * Asked whenever the processor opens the log, so this is where read models of another log, or of one that was set
     * back, are found out and emptied.
     */
    @Override
    public @Nullable TrackingToken fetchToken(String processorName, int segment) {
        Progress progress = store.progressInTransaction();
        if (progress.position() > 0) {
            Optional<String> inTheLog = log.eventIdAt(progress.position());
            if (!inTheLog.equals(Optional.ofNullable(progress.eventId()))) {
                LOG.warn(
                        "The read models were filled from another log: at position {} they know event {}, the log has {}. They are rebuilt.",
                        progress.position(),
                        progress.eventId(),
                        inTheLog.orElse("none"));
                clear();
                return null;
            }
        }
        if (!isOfThisEpoch()) {
            clear();
            return null;
        }
        return progress.position() == 0 ? null : new GlobalSequenceTrackingToken(progress.position());
    }

    /** Read models that were filled before logs had epochs were found to be of this log by their last event. */
    private boolean isOfThisEpoch() {
        Optional<String> epoch = log.epoch();
        if (epoch.isEmpty()) {
            return true;
        }
        try {
            Optional<String> filledUnder = store.filledUnder();
            if (filledUnder.isPresent() && !filledUnder.equals(epoch)) {
                LOG.warn(
                        "The read models were filled in the log's epoch {}, the log is in {}. They are rebuilt.",
                        filledUnder.get(),
                        epoch.get());
                return false;
            }
            if (filledUnder.isEmpty()) {
                store.fillUnder(epoch.get());
            }
            return true;
        } catch (SQLException e) {
            throw new ColumnStoreUnavailableException("the read models cannot say of which epoch they are", e);
        }
    }

    private void clear() {
        try {
            store.clear();
            Optional<String> epoch = log.epoch();
            if (epoch.isPresent()) {
                store.fillUnder(epoch.get());
            }
        } catch (SQLException e) {
            throw new ColumnStoreUnavailableException("the read models cannot be emptied: " + e.getMessage(), e);
        }
    }

    @Override
    public void extendClaim(String processorName, int segment) {}

    @Override
    public void releaseClaim(String processorName, int segment) {}

    @Override
    public int[] fetchSegments(String processorName) {
        return new int[] {0};
    }
}
