package io.closedloop.lead.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does to a cluster whatever can be done to it, in an order that a seed decides. One instance at a time may stand still
 * meanwhile, and another one may be on its way back.
 */
final class Nemesis {
    /** Longer than every time-out of the service: the last one, which gives every command its answer, is 23 s. */
    private static final Duration PAUSE = Duration.ofSeconds(25);

    private static final int STARTS = 5;
    /** The longest is longer than the service waits for an answer from its database. */
    private static final int STALL_MILLIS_AT_MOST = 12_000;

    /** What it does. */
    enum Deed {
        KILL,
        REPLACE,
        ADD_OR_RETIRE,
        PAUSE,
        CRASH_THE_DATABASE,
        CUT,
        STALL,
        SWALLOW_ANSWERS,
        SHIFT_THE_DATABASES_CLOCK,
        SHIFT_AN_INSTANCES_CLOCK
    }

    private final Cluster cluster;
    private final Random random;
    private final Consumer<String> diary;
    private final long begun = System.nanoTime();
    private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
    private @Nullable Instance paused;
    private long pauseEnds;
    private @Nullable Instance away;
    private volatile @Nullable Instance extra;
    private @Nullable CompletableFuture<Void> returning;

    Nemesis(Cluster cluster, long seed, Consumer<String> diary) {
        this.cluster = cluster;
        this.random = new Random(seed);
        this.diary = diary;
    }

    /** Does everything at least once, and goes on for at least so long. */
    void rage(Duration atLeast) {
        long until = begun + atLeast.toNanos();
        do {
            var deeds = new ArrayList<>(List.of(Deed.values()));
            Collections.shuffle(deeds, random);
            for (Deed deed : deeds) {
                if (System.nanoTime() < until || !done.containsKey(deed)) {
                    breathe();
                    commit(deed);
                }
            }
        } while (System.nanoTime() < until);
        awaitReturn();
        awaitPause();
        putRight();
    }

    /** How often it did what. */
    Map<Deed, Integer> done() {
        return done;
    }

    private void commit(Deed deed) {
        endPauseThatIsOver();
        done.merge(deed, 1, Integer::sum);
        switch (deed) {
            case KILL -> kill(false);
            case REPLACE -> kill(true);
            case ADD_OR_RETIRE -> addOrRetire();
            case PAUSE -> pause();
            case CRASH_THE_DATABASE -> crashTheDatabase();
            case CUT -> {
                Instance instance = anyone();
                tell("cut the connections of %s", instance);
                instance.wire().cut();
                wait(random.nextInt(200, 2_000));
                instance.wire().restore();
            }
            case STALL -> {
                Instance instance = anyone();
                int millis = random.nextInt(1_000, STALL_MILLIS_AT_MOST);
                tell("stall the connections of %s for %d ms", instance, millis);
                instance.wire().stall();
                wait(millis);
                instance.wire().restore();
            }
            case SWALLOW_ANSWERS -> {
                Instance instance = anyone();
                tell("swallow the database's answers to %s", instance);
                instance.wire().swallowAnswers();
                wait(random.nextInt(100, 1_500));
                instance.wire().restore();
            }
            case SHIFT_THE_DATABASES_CLOCK -> {
                Duration by = randomError();
                tell("shift the database's clock by %s", by);
                cluster.shiftDatabaseClock(by);
            }
            case SHIFT_AN_INSTANCES_CLOCK -> {
                Instance instance = anyone();
                Duration by = randomError();
                tell("shift the clock of %s by %s", instance, by);
                instance.shiftClock(by);
            }
        }
    }

    private void kill(boolean andReplace) {
        awaitReturn();
        Instance instance = anyone();
        tell(andReplace ? "kill %s and put a new one in its place" : "kill %s and start it again", instance);
        instance.kill();
        int millis = random.nextInt(2_000);
        away = instance;
        returning = CompletableFuture.runAsync(
                () -> {
                    wait(millis);
                    if (andReplace) {
                        instance.forget();
                    }
                    untilItTakes(instance::start, instance);
                    tell("%s is back", instance);
                },
                task -> Thread.ofVirtual().start(task));
    }

    /**
     * One more instance, with nothing of its own yet; or, where there is one more, it is stopped as an operator does.
     */
    private void addOrRetire() {
        awaitReturn();
        if (extra == null) {
            tell("add an instance");
            returning = CompletableFuture.runAsync(
                    () -> {
                        untilItTakes(() -> extra = cluster.add(), "the new instance");
                        tell("%s is there", extra);
                    },
                    task -> Thread.ofVirtual().start(task));
        } else {
            if (extra == paused) {
                awaitPause();
            }
            tell("retire %s", extra);
            cluster.retire(extra);
            extra = null;
        }
    }

    /** A start may meet a crash of the database; whoever keeps services running starts it again then. */
    private void untilItTakes(Runnable start, Object instance) {
        for (int tries = 1; ; tries++) {
            try {
                start.run();
                return;
            } catch (AssertionError e) {
                if (tries == STARTS) {
                    throw e;
                }
                tell("%s did not start and is started again", instance);
            }
        }
    }

    private void awaitReturn() {
        if (returning != null) {
            returning.join();
        }
        returning = null;
        away = null;
    }

    private void pause() {
        awaitPause();
        Instance instance = anyone();
        tell("pause %s for %s", instance, PAUSE);
        instance.process().pause();
        paused = instance;
        pauseEnds = System.nanoTime() + PAUSE.toNanos();
    }

    private void endPauseThatIsOver() {
        if (paused != null && System.nanoTime() >= pauseEnds) {
            tell("resume %s", paused);
            paused.process().resume();
            paused = null;
        }
    }

    private void awaitPause() {
        if (paused != null) {
            wait((int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(pauseEnds - System.nanoTime()) + 1));
            endPauseThatIsOver();
        }
    }

    private void crashTheDatabase() {
        tell("crash the database");
        cluster.database().kill();
        wait(random.nextInt(2_000));
        cluster.database().startAgain();
        tell("the database is back");
    }

    private void putRight() {
        for (Instance instance : cluster.instances()) {
            instance.wire().restore();
            instance.shiftClock(Duration.ZERO);
        }
        cluster.shiftDatabaseClock(Duration.ZERO);
        tell("all is put right");
    }

    /** Milliseconds to hours, ahead or behind. */
    private Duration randomError() {
        long millis = (long) Math.pow(10, random.nextDouble(1, 7));
        return Duration.ofMillis(random.nextBoolean() ? millis : -millis);
    }

    /** One that is there and does not stand still already. */
    private Instance anyone() {
        List<Instance> others = cluster.instances().stream()
                .filter(it -> it != paused && it != away)
                .toList();
        return others.get(random.nextInt(others.size()));
    }

    private void breathe() {
        wait(random.nextInt(200, 2_500));
    }

    private static void wait(int millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private void tell(String deed, Object... values) {
        diary.accept("%5.1f s  %s".formatted((System.nanoTime() - begun) / 1e9, deed.formatted(values)));
    }
}
