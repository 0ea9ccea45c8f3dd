package dev.muxbench.load;

import dev.muxbench.load.LoadPlan.Arrivals;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * One worker's senders, and their lines when these are due.
 *
 * <p>Threads: its worker's.
 */
final class Senders {
    /** A worker waits in whole milliseconds, rounded down: 1 ms, unless something comes. */
    private static final long WINDOW_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final RunState state;
    private final Recording recording;
    private final List<Client> clients;
    private final Consumer<Client> onBroken;
    private final LongUnaryOperator arrivals;
    private int next;

    /**
     * @param clients  ascending
     * @param onBroken is told of each whose connection breaks
     */
    Senders(RunState state, Recording recording, List<Client> clients, Consumer<Client> onBroken) {
        this.state = state;
        this.recording = recording;
        this.clients = clients;
        this.onBroken = onBroken;
        this.arrivals = switch (state.plan.arrivals()) {
            case Arrivals.ConstantRate(var rate) -> {
                var schedule = schedule(rate);
                yield now -> putScheduled(schedule, now);
            }
            case Arrivals.ClosedWindow(var window) -> now -> fillWindow(window, now);
        };
    }

    private Schedule schedule(double rate) {
        int[] own = clients.stream().mapToInt(Client::id).toArray();
        return new Schedule(own, state.plan.senders(), rate, state.startNanos, state.measureTo());
    }

    /** Puts the lines out that are due. Returns when to ask again. */
    long putDue(long nowNanos) {
        return arrivals.applyAsLong(nowNanos);
    }

    private long putScheduled(Schedule schedule, long nowNanos) {
        long due = schedule.nextDueNanos();
        while (due <= nowNanos) {
            put(clients.get(schedule.take()), due, nowNanos);
            due = schedule.nextDueNanos();
        }
        return due;
    }

    private long fillWindow(int window, long nowNanos) {
        if (clients.isEmpty() || nowNanos >= state.measureTo()) {
            return Long.MAX_VALUE;
        }
        int refused = 0;
        while (state.sent.get() - state.completions.completed() < window && refused < clients.size()) {
            var sender = clients.get(next);
            boolean heard = state.audience.receivers(sender.id()) > 0; // else nothing would fill the window
            refused = heard && put(sender, nowNanos, nowNanos) ? 0 : refused + 1;
            next = (next + 1) % clients.size();
        }
        return nowNanos + WINDOW_POLL_NANOS;
    }

    /** Returns false if the sender's connection is lost: what is not sent is missing from the count of sent lines. */
    private boolean put(Client sender, long dueNanos, long nowNanos) {
        if (sender.stage == Client.Stage.CLOSED) {
            return false;
        }
        int number = sender.takeNumber();
        int receivers = begin(sender.id(), number);
        recording.expect(receivers + state.slowAudience.begin(sender.id()));
        sender.putLine(state.codec, dueNanos, sender.id(), number);
        state.sent.incrementAndGet();
        recording.onSent(dueNanos, nowNanos);
        return true;
    }

    /** Who leaves at once must find the count of those who have to receive the line: it is set before the line has begun. */
    private int begin(int sender, int number) {
        int receivers = state.audience.receivers(sender);
        state.completions.begin(sender, number, receivers);
        while (!state.audience.beginFor(receivers, sender)) {
            receivers = state.audience.receivers(sender);
            state.completions.correct(sender, number, receivers);
        }
        if (receivers == 0) {
            state.completions.completeAtOnce();
        }
        return receivers;
    }

    void flush() {
        for (int i = 0; i < clients.size(); i++) {
            var sender = clients.get(i);
            if (sender.hasOutput()) {
                try {
                    sender.flush();
                } catch (IOException e) {
                    onBroken.accept(sender);
                }
            }
        }
    }
}
