package io.closedloop.lead.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.log.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** What leases promise, whichever database they are in. */
abstract class LeasesSuite {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicBoolean away = new AtomicBoolean();
    private final ReentrantLock stuck = new ReentrantLock();
    private TestDatabase engine;
    private JdbcClient database;

    abstract TestDatabase open();

    @BeforeEach
    void openDatabase() {
        engine = open();
        database = JdbcClient.create(engine.dataSource());
    }

    @AfterEach
    void closeDatabase() {
        engine.close();
    }

    private Leases leases(String instance, Duration term) {
        return Leases.shared(database, instance, term);
    }

    @Test
    void aLeaseHasOneHolderAndComesBackWhenItIsClosed() {
        try (var left = leases("left", LONG);
                var right = leases("right", LONG)) {
            Lease held = left.take("sealer").orElseThrow();

            assertThat(held.isInForce()).isTrue();
            assertThat(held.fence()).isOne();
            assertThat(right.take("sealer")).isEmpty();
            assertThat(left.take("sealer")).isEmpty();
            assertThat(right.take("relay")).isPresent();

            held.close();
            assertThat(held.isInForce()).isFalse();
            assertThat(right.take("sealer").orElseThrow().fence()).isEqualTo(2);
        }
    }

    @Test
    void aLeaseThatManyAskForAtOnceHasOneHolder() throws Exception {
        var all = new CopyOnWriteArrayList<Leases>();
        var took = new AtomicInteger();
        var ready = new CountDownLatch(6);
        var threads = new CopyOnWriteArrayList<Thread>();
        for (int i = 0; i < 6; i++) {
            Leases leases = leases("instance " + i, LONG);
            all.add(leases);
            threads.add(Thread.ofPlatform().start(() -> {
                ready.countDown();
                try {
                    boolean _ = ready.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                leases.take("sealer").ifPresent(_ -> took.incrementAndGet());
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        all.forEach(Leases::close);

        assertThat(took).hasValue(1);
    }

    @Test
    void aHolderThatDiedIsFollowedByAnotherWithAHigherFence() {
        assertThat(new LeaseTable(database, "dead", SHORT).take("sealer")).hasValue(1);
        try (var living = leases("living", LONG)) {
            assertThat(living.take("sealer")).isEmpty();

            Lease taken = await().atMost(PATIENCE)
                    .until(() -> living.take("sealer"), Optional::isPresent)
                    .orElseThrow();

            assertThat(taken.fence()).isEqualTo(2);
        }
    }

    @Test
    void aLeaseIsRenewedAsLongAsItIsHeld() {
        try (var left = leases("left", SHORT);
                var right = leases("right", SHORT)) {
            Lease held = left.take("sealer").orElseThrow();

            await().atMost(PATIENCE)
                    .during(SHORT.multipliedBy(3))
                    .until(() -> held.isInForce() && right.take("sealer").isEmpty());
        }
    }

    @Test
    void aHolderWhoseLeaseSomebodyElseHasLearnsOfIt() throws Exception {
        try (var left = leases("left", SHORT)) {
            Lease held = left.take("sealer").orElseThrow();
            database.sql("update lease set holder = :other, fence = fence + 1")
                    .param("other", UUID.randomUUID())
                    .update();

            assertThat(held.await(PATIENCE)).isFalse();
        }
    }

    @Test
    void aHolderThatCannotAskTheDatabaseStopsBeforeItsTermIsOver() {
        JdbcClient sometimes = JdbcClient.create(new SometimesAway());
        try (var left = Leases.shared(sometimes, "left", SHORT);
                var right = leases("right", LONG)) {
            Lease held = left.take("sealer").orElseThrow();
            away.set(true);
            var inForceWhenTaken = new AtomicBoolean(true);

            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                boolean taken = right.take("sealer").isPresent();
                inForceWhenTaken.set(held.isInForce());
                return taken;
            });

            assertThat(inForceWhenTaken).isFalse();
            away.set(false);
            assertThat(left.take("sealer")).isEmpty();
        }
    }

    @Test
    void aHolderHearsOfTheEndOfItsTermWhileTheDatabaseKeepsItWaiting() throws Exception {
        JdbcClient sometimes = JdbcClient.create(new SometimesAway());
        var heard = new CountDownLatch(1);
        try (var left = Leases.shared(sometimes, "left", SHORT)) {
            Lease held = left.take("sealer").orElseThrow();
            held.onEnd(heard::countDown);
            stuck.lock();
            try {
                assertThat(heard.await(5, TimeUnit.SECONDS)).isTrue();
                assertThat(held.isInForce()).isFalse();
            } finally {
                stuck.unlock();
            }
        }
    }

    @Test
    void whoeverListensForAnEndHearsOfItOnceAlsoAfterwards() {
        var heard = new AtomicInteger();
        try (var leases = leases("left", LONG)) {
            Lease held = leases.take("sealer").orElseThrow();
            held.onEnd(() -> {
                throw new IllegalStateException("a bug");
            });
            held.onEnd(heard::incrementAndGet);
            held.close();
            held.close();
            assertThat(heard).hasValue(1);

            held.onEnd(heard::incrementAndGet);
            assertThat(heard).hasValue(2);
        }
    }

    @Test
    void aLeaseThatIsAbandonedRunsOut() {
        try (var left = leases("left", SHORT);
                var right = leases("right", SHORT)) {
            Lease held = left.take("sealer").orElseThrow();
            held.abandon();

            assertThat(held.isInForce()).isFalse();
            assertThat(right.take("sealer")).isEmpty();
            await().atMost(PATIENCE).until(() -> right.take("sealer").isPresent());
        }
    }

    @Test
    void workUnderALeaseIsDoneByOneAndGoesOnElsewhereWhenThatOneStops() {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        List<Long> fences = new CopyOnWriteArrayList<>();
        Leases.Work work = lease -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            fences.add(lease.fence());
            while (lease.await(Duration.ofMillis(10))) {
                most.accumulateAndGet(atOnce.get(), Math::max);
            }
            atOnce.decrementAndGet();
        };
        var left = leases("left", LONG);
        try (var right = leases("right", LONG)) {
            Holding holding = left.hold("sealer", work);
            await().atMost(PATIENCE).until(() -> fences.size() == 1);
            Holding waiting = right.hold("sealer", work);

            holding.close();
            assertThat(atOnce.get()).isLessThanOrEqualTo(1);
            await().atMost(PATIENCE).until(() -> fences.size() == 2);

            waiting.close();
            assertThat(atOnce).hasValue(0);
        } finally {
            left.close();
        }
        assertThat(fences).containsExactly(1L, 2L);
        assertThat(most).hasValue(1);
    }

    @Test
    void workThatFailsIsBegunAgain() {
        var begun = new AtomicLong();
        try (var leases = leases("left", LONG)) {
            try (var _ = leases.hold("sealer", _ -> {
                begun.incrementAndGet();
                switch ((int) begun.get()) {
                    case 1 -> throw new AssertionError("a bug");
                    case 2 -> throw new InterruptedException();
                    default -> throw new IllegalStateException("a bug");
                }
            })) {
                await().atMost(PATIENCE).until(() -> begun.get() >= 4);
            }
        }
    }

    /** The database behind a cable that can be pulled. */
    private final class SometimesAway extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            if (away.get()) {
                throw new SQLException("the cable has been pulled", "08001");
            }
            stuck.lock();
            stuck.unlock();
            return engine.dataSource().getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }
    }
}
