package dev.muxbench.load.client;

import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.Arrivals.OpenLoop;
import dev.muxbench.load.plan.Arrivals.Rated;
import dev.muxbench.load.schedule.EvenSchedule;
import dev.muxbench.load.schedule.PoissonSchedule;
import dev.muxbench.load.schedule.RateCurve;
import dev.muxbench.load.schedule.Schedule;
import dev.muxbench.load.schedule.Timetable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Decides which of one worker's senders has a line due.
 *
 * <p>Threads: its worker's.
 */
interface LinePacing {
    /** A worker waits in whole milliseconds, rounded down: 1 ms, unless something comes. */
    long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Puts out the lines that are due. Returns when to ask again. */
    long putDue(long nowNanos);

    /** Returns the lines that were due and never put out. */
    default long remaining() {
        return 0;
    }

    /** Returns the lines of an open loop that were due in the measured time. */
    default long measuredDue() {
        return 0;
    }

    /** Puts a line out. Returns false if the sender is not connected, or its socket has taken too little of the lines before. */
    interface Putter {
        boolean put(Client sender, long dueNanos, long nowNanos);
    }

    /** @param senders ascending */
    static LinePacing of(RunState state, List<Client> senders, Putter putter) {
        return switch (state.plan.arrivals()) {
            case OpenLoop loop -> new Scheduled(state, senders, schedule(state, senders, loop), putter);
            case Arrivals.ClosedWindow(var lines) -> new Window(state, senders, lines, putter);
            case Arrivals.ThinkTime(var pause) -> new Thinking(state, senders, pause.toNanos(), putter);
        };
    }

    private static Schedule schedule(RunState state, List<Client> senders, OpenLoop loop) {
        return switch (loop) {
            case Arrivals.Poisson(var rate, var seed) ->
                new PoissonSchedule(
                        senders.size(),
                        state.plan.senders(),
                        RateCurve.of(rate, state.plan.warmup()),
                        new SplittableRandom(seed).nextLong() // far from the seeds of other runs
                                + (senders.isEmpty() ? 0 : senders.getFirst().id()),
                        state.startNanos,
                        state.measureTo());
            case Rated rate -> even(state, senders, RateCurve.of(rate, state.plan.warmup())::nanosUntil);
            case Arrivals.Bursts(var lines, var every) -> even(state, senders, line -> line / lines * every.toNanos());
        };
    }

    private static Schedule even(RunState state, List<Client> senders, Timetable timetable) {
        int[] own = senders.stream().mapToInt(Client::id).toArray();
        return new EvenSchedule(own, state.plan.senders(), timetable, state.startNanos, state.measureTo());
    }

    /** Open loop. */
    final class Scheduled implements LinePacing {
        /** Lines between two reads, because a worker that is behind must read, too. */
        private static final int MOST_AT_ONCE = 1024;

        private final RunState state;
        private final List<Client> senders;
        private final Schedule schedule;
        private final Putter putter;
        private final long measureFrom;
        private long measuredDue;

        Scheduled(RunState state, List<Client> senders, Schedule schedule, Putter putter) {
            this.state = state;
            this.senders = senders;
            this.schedule = schedule;
            this.putter = putter;
            this.measureFrom = state.measureFrom();
        }

        @Override
        public long putDue(long nowNanos) {
            long due = schedule.nextDueNanos();
            for (int i = 0; due <= nowNanos && i < MOST_AT_ONCE; i++) {
                var sender = senders.get(schedule.take());
                measuredDue += due >= measureFrom ? 1 : 0;
                if (!putter.put(sender, due, nowNanos)) {
                    putLater(sender, due);
                }
                due = schedule.nextDueNanos();
            }
            return due;
        }

        private void putLater(Client sender, long dueNanos) {
            if (sender.isJoining()) {
                sender.sendLater(dueNanos);
                return;
            }
            state.unsent.incrementAndGet();
            if (sender.stage == Client.Stage.READY) {
                state.overrun.incrementAndGet();
            }
        }

        @Override
        public long remaining() {
            return state.stopSending ? 0 : schedule.remaining();
        }

        @Override
        public long measuredDue() {
            return measuredDue + remaining();
        }
    }

    /** Closed loop over all senders. */
    final class Window implements LinePacing {
        private final RunState state;
        private final List<Client> senders;
        private final int window;
        private final Putter putter;
        private int next;

        Window(RunState state, List<Client> senders, int window, Putter putter) {
            this.state = state;
            this.senders = senders;
            this.window = window;
            this.putter = putter;
        }

        @Override
        public long putDue(long nowNanos) {
            if (senders.isEmpty() || nowNanos >= state.measureTo()) {
                return Long.MAX_VALUE;
            }
            if (nowNanos < state.startNanos) {
                return state.startNanos; // what is sent before it would belong to no phase
            }
            int refused = 0;
            while (state.ledger.linesInFlight() <= window - 1 && refused < senders.size()) {
                var sender = senders.get(next);
                boolean heard = state.ledger.audience.receivers(sender.id()) > 0; // else nothing would fill the window
                refused = heard && putter.put(sender, nowNanos, nowNanos) ? 0 : refused + 1;
                next = (next + 1) % senders.size();
            }
            return nowNanos + POLL_NANOS;
        }
    }

    /** Closed loop of each sender. */
    final class Thinking implements LinePacing {
        private final RunState state;
        private final long pauseNanos;
        private final Putter putter;
        private final ArrayDeque<Thought> thinking =
                new ArrayDeque<>(); // in the order of their ends, as all are equally long
        private final ArrayDeque<Wait> waiting = new ArrayDeque<>();
        private final List<Client> away = new ArrayList<>();

        private record Thought(Client sender, long endNanos) {}

        /** @param visit in which the awaited line was sent; a later visit does not know what became of it */
        private record Wait(Client sender, int visit) {
            boolean isOver(RunState state) {
                return sender.receiver.visit() != visit
                        || state.ledger.completions.isComplete(sender.id(), sender.linesSent() - 1);
            }
        }

        Thinking(RunState state, List<Client> senders, long pauseNanos, Putter putter) {
            this.state = state;
            this.pauseNanos = pauseNanos;
            this.putter = putter;
            for (var sender : senders) {
                double place = (double) sender.id() / state.plan.senders();
                thinking.add(new Thought(sender, state.startNanos + (long) (place * pauseNanos)));
            }
        }

        @Override
        public long putDue(long nowNanos) {
            if (nowNanos >= state.measureTo()) {
                return Long.MAX_VALUE;
            }
            for (int i = waiting.size(); i > 0; i--) {
                var wait = waiting.remove();
                if (wait.isOver(state)) {
                    thinking.add(new Thought(wait.sender, nowNanos + pauseNanos));
                } else {
                    waiting.add(wait);
                }
            }
            putThoughtOf(nowNanos);
            var first = thinking.peek();
            long due = first == null ? Long.MAX_VALUE : first.endNanos;
            return waiting.isEmpty() ? due : Math.min(due, nowNanos + POLL_NANOS);
        }

        private void putThoughtOf(long nowNanos) {
            var first = thinking.peek();
            while (first != null && first.endNanos <= nowNanos) {
                var sender = thinking.remove().sender;
                if (putter.put(sender, first.endNanos, nowNanos)) {
                    waiting.add(new Wait(sender, sender.receiver.visit()));
                } else if (sender.stage != Client.Stage.CLOSED) {
                    away.add(sender);
                }
                first = thinking.peek();
            }
            for (var sender : away) { // not within the loop, which a pause of 0 would not end
                thinking.add(new Thought(sender, nowNanos + Math.max(pauseNanos, POLL_NANOS)));
            }
            away.clear();
        }
    }
}
