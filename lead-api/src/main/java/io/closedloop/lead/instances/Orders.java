package io.closedloop.lead.instances;

import io.closedloop.lead.instances.Order.Kind;
import io.closedloop.lead.instances.Order.State;
import io.closedloop.lead.readmodels.DiscardedEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The orders of operators to instances, in the database. An instance takes its orders within a second. Every method
 * throws a {@code DataAccessException} when the database cannot be asked.
 */
public class Orders {
    private static final String SELECT = """
            select order_id, instance_id, kind, event_id, state, ordered_by, ordered_at, taken_at, ended_at, outcome
            from instance_order
            """;

    private final JdbcClient database;
    private final DiscardedEvents discarded;
    private final Runnable makeDurable;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param makeDurable returns when everything that was committed before is on disk */
    Orders(JdbcClient database, DiscardedEvents discarded, Runnable makeDurable) {
        this.database = database;
        this.discarded = discarded;
        this.makeDurable = makeDurable;
    }

    /** Calls somebody whenever something was ordered from this instance. */
    void onOrdered(Runnable listener) {
        listeners.add(listener);
    }

    /** Orders a rebuild of every one of the instances that has not got one ahead of it or under way. */
    public void rebuild(Collection<UUID> instances, String by) {
        UUID id = UUID.randomUUID();
        for (UUID instance : instances) {
            boolean underWay = database.sql("""
                            select exists (
                                select 1 from instance_order
                                where instance_id = :instance and kind = 'REBUILD' and state in ('WANTED', 'RUNNING'))""")
                    .param("instance", instance)
                    .query(Boolean.class)
                    .single();
            if (!underWay) {
                insert(id, instance, Kind.REBUILD, null, by);
            }
        }
        ordered();
    }

    /** Calls off the rebuilds of the instances: those not begun at once, the others as soon as they hear of it. */
    public void cancelRebuild(Collection<UUID> instances) {
        for (UUID instance : instances) {
            database.sql("""
                            update instance_order
                            set state = 'CANCELLED', ended_at = current_timestamp
                            where instance_id = :instance and kind = 'REBUILD' and state = 'WANTED'""").param("instance", instance).update();
            database.sql("""
                            update instance_order
                            set state = 'CANCELLING'
                            where instance_id = :instance and kind = 'REBUILD' and state = 'RUNNING'""").param("instance", instance).update();
        }
        ordered();
    }

    /** Orders a retry: the instances try the parked event, and those that wait behind it, once more. */
    public void retry(String eventId, Collection<UUID> instances, String by) {
        repair(Kind.RETRY, eventId, instances, by);
    }

    /** Gives an event up for good and has the instances leave it out, and take in what waits behind it. */
    public void discard(String eventId, Collection<UUID> instances, String by) {
        discarded.add(eventId, by);
        repair(Kind.DISCARD, eventId, instances, by);
    }

    private void repair(Kind kind, String eventId, Collection<UUID> instances, String by) {
        UUID id = UUID.randomUUID();
        instances.forEach(instance -> insert(id, instance, kind, eventId, by));
        ordered();
    }

    private void insert(UUID id, UUID instance, Kind kind, @Nullable String eventId, String by) {
        database.sql("""
                        insert into instance_order (order_id, instance_id, kind, event_id, state, ordered_by, ordered_at)
                        values (:id, :instance, :kind, :event, 'WANTED', :by, current_timestamp)""")
                .param("id", id)
                .param("instance", instance)
                .param("kind", kind.name())
                .param("event", eventId)
                .param("by", by)
                .update();
    }

    private void ordered() {
        makeDurable.run();
        listeners.forEach(Runnable::run);
    }

    /** What an instance still has to do, oldest first. */
    List<Order> open(UUID instance) {
        return database.sql(SELECT + """
                        where instance_id = :instance and state in ('WANTED', 'RUNNING', 'CANCELLING')
                        order by ordered_at, order_id""")
                .param("instance", instance)
                .query(Orders::read)
                .list();
    }

    /** The latest rebuild of each instance that was ever asked for one. */
    public List<Order> latestRebuilds() {
        return database.sql(SELECT + """
                        where kind = 'REBUILD' and not exists (
                            select 1 from instance_order later
                            where later.instance_id = instance_order.instance_id and later.kind = 'REBUILD'
                                and (later.ordered_at, later.order_id) > (instance_order.ordered_at, instance_order.order_id))
                        order by instance_id""").query(Orders::read).list();
    }

    /** All that was ordered about an event, latest first. */
    public List<Order> about(String eventId) {
        return database.sql(SELECT + "where event_id = :event order by ordered_at desc, order_id, instance_id")
                .param("event", eventId)
                .query(Orders::read)
                .list();
    }

    /** Notes that the instance has begun. False when the order was cancelled meanwhile. */
    boolean take(Order order) {
        return database.sql("""
                        update instance_order
                        set state = 'RUNNING', taken_at = current_timestamp
                        where order_id = :id and instance_id = :instance and state in ('WANTED', 'RUNNING')""")
                        .param("id", order.id())
                        .param("instance", order.instance())
                        .update()
                > 0;
    }

    /** Notes what came of it. */
    void end(Order order, State state, @Nullable String outcome) {
        database.sql("""
                        update instance_order
                        set state = :state, ended_at = current_timestamp, outcome = :outcome
                        where order_id = :id and instance_id = :instance""")
                .param("state", state.name())
                .param("outcome", outcome)
                .param("id", order.id())
                .param("instance", order.instance())
                .update();
        makeDurable.run();
    }

    /** Forgets what came to its end before an instant. */
    int forgetEndedBefore(Instant instant) {
        return database.sql("delete from instance_order where ended_at < :instant")
                .param("instant", instant.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Order read(ResultSet row, int rowNumber) throws SQLException {
        return new Order(
                row.getObject("order_id", UUID.class),
                row.getObject("instance_id", UUID.class),
                Kind.valueOf(row.getString("kind")),
                row.getString("event_id"),
                State.valueOf(row.getString("state")),
                row.getString("ordered_by"),
                row.getObject("ordered_at", OffsetDateTime.class).toInstant(),
                instant(row, "taken_at"),
                instant(row, "ended_at"),
                row.getString("outcome"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
