package dev.muxbench.testkit;

import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do the same each time, because one of them runs at a time: the one that has the baton. When it has to wait it hands the baton
 * on to the next one that can go on. If there is none the servers make turns; if these have nothing to do either, the clock jumps
 * to the next moment at which a server or somebody's patience is due.
 *
 * <p>Threads: whichever has the baton; at first that is the one that made it.
 */
final class Baton {
    private final Servers servers;
    private final ArrayDeque<Runner> runners = new ArrayDeque<>(); // in the order in which it is their turn
    private final Runner test = new Runner("the test");
    private Runner holder = test;
    private long nowNanos;
    private @Nullable Throwable failure; // of a server: the test has failed, whoever ran it

    /** What goes on while everybody waits. */
    interface Servers {
        /** Does what there is to do; false if that is nothing. */
        boolean run();

        /** When there is something to do though nothing happens; Long.MAX_VALUE for never. */
        long dueNanos();
    }

    /** A thread, and what it waits for. */
    private static final class Runner {
        final String name;
        final Semaphore turn = new Semaphore(0);
        String what = "its first turn";
        BooleanSupplier condition = () -> true;
        long dueNanos = Long.MAX_VALUE;

        Runner(String name) {
            this.name = name;
        }

        boolean canGoOn(long nowNanos) {
            return condition.getAsBoolean() || nowNanos >= dueNanos;
        }

        @Override
        public String toString() {
            return name + " waits " + what;
        }
    }

    Baton(Servers servers) {
        this.servers = servers;
        runners.add(test);
    }

    long nanoTime() {
        return nowNanos;
    }

    void pass(long nanos) {
        nowNanos += nanos;
    }

    /** A thread more, which runs as soon as others wait. */
    void start(String name, Runnable task) {
        var runner = new Runner(name);
        runners.add(runner);
        Thread.ofVirtual().name(name).start(() -> {
            runner.turn.acquireUninterruptibly();
            task.run();
            runners.remove(runner);
            give(next());
        });
    }

    /**
     * Waits until it is so.
     *
     * @param what          for people: {@code to read}
     * @param patienceNanos Long.MAX_VALUE for ever
     * @return false if that took longer
     */
    boolean await(String what, long patienceNanos, BooleanSupplier condition) {
        var me = holder;
        if (condition.getAsBoolean()) {
            return true;
        }
        me.what = what;
        me.condition = condition;
        me.dueNanos = patienceNanos == Long.MAX_VALUE ? Long.MAX_VALUE : nowNanos + patienceNanos;
        var next = next();
        if (next != me) {
            give(next);
            me.turn.acquireUninterruptibly();
        }
        if (me == test && failure != null) {
            throw new AssertionError("a server failed: " + failure, failure);
        }
        return condition.getAsBoolean();
    }

    private void give(Runner next) {
        holder = next;
        next.turn.release();
    }

    private Runner next() {
        while (true) {
            for (int i = 0; i < runners.size(); i++) {
                var runner = runners.remove();
                runners.add(runner);
                if (runner.canGoOn(nowNanos)) {
                    return runner;
                }
            }
            try {
                if (!servers.run()) {
                    jump();
                }
            } catch (RuntimeException | Error e) {
                failure = e;
                return test;
            }
        }
    }

    private void jump() {
        long due = servers.dueNanos();
        for (var runner : runners) {
            due = Math.min(due, runner.dueNanos);
        }
        nowNanos = Math.max(nowNanos, due);
    }

    int runners() {
        return runners.size();
    }

    /** Who waits for what. */
    @Override
    public String toString() {
        return runners.stream().map(Runner::toString).collect(Collectors.joining(", "));
    }
}
