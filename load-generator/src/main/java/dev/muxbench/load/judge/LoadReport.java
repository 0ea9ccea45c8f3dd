package dev.muxbench.load.judge;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.verify.FaultCounts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run has shown. Counts include the warm-up; times are in ns.
 *
 * @param plan   what was to be done
 * @param faults deliveries that were not as they had to be
 */
public record LoadReport(
        LoadPlan plan,
        Lines lines,
        Deliveries deliveries,
        FaultCounts faults,
        Connections connections,
        Joins joins,
        Times times,
        Latencies latencies,
        Conditions conditions) {

    /**
     * What was sent.
     *
     * @param sent        handed to a socket
     * @param scheduled   due, for an open loop; else as {@code sent}
     * @param overrun     of these, not sent because the server had not taken the lines before them
     * @param measuredDue of an open loop, due in the measured time
     * @param measured    handed to a socket in the measured time, whenever due
     * @param untracked   whose last delivery was not followed
     */
    public record Lines(long sent, long scheduled, long overrun, long measuredDue, long measured, long untracked) {
        static final double LEAST_REACHED = 0.98; // of the asked rate
        private static final int LINES_OF_CHANCE = 2; // due at the very end

        /** Returns whether so many were handed over in the measured time as the asked rate means, but for a few. */
        public boolean areAtRate() {
            return measuredDue - measured <= (1 - LEAST_REACHED) * measuredDue + LINES_OF_CHANCE;
        }

        Lines plus(Lines other) {
            return new Lines(
                    sent + other.sent,
                    scheduled + other.scheduled,
                    overrun + other.overrun,
                    measuredDue + other.measuredDue,
                    measured + other.measured,
                    untracked + other.untracked);
        }
    }

    /**
     * What the sent lines have caused.
     *
     * @param expected what they must cause; to a client that leaves, or an unruly one that the server closes, only those before; to one
     *                 that has come back, those from the first on that it gets, and all that were sent after its return
     * @param verified of these
     * @param measured of these, that arrived in the measured time
     * @param behind   receivers that were more than two windows behind at some time, in a closed loop
     * @param mostBehind the most that one of them was behind, in windows
     */
    public record Deliveries(long expected, long verified, long measured, int behind, double mostBehind) {
        Deliveries plus(Deliveries other) {
            return new Deliveries(
                    expected + other.expected,
                    verified + other.verified,
                    measured + other.measured,
                    behind + other.behind,
                    Math.max(mostBehind, other.mostBehind));
        }
    }

    /**
     * What became of connections.
     *
     * @param lost         that broke before the end, without unruly clients
     * @param firstLoss    when the first of these broke, ns from the run's start; 0 if none did
     * @param broken       that broke before the end, of clients that were to come back
     * @param reconnected  of these clients, back
     * @param unrulyClosed of unruly clients, closed by the server, as it may
     * @param floodBytes   that the server has taken from flooding clients
     * @param resets       opened and reset at once, beside the clients
     */
    public record Connections(
            int lost, long firstLoss, int broken, int reconnected, int unrulyClosed, long floodBytes, long resets) {
        Connections plus(Connections other) {
            return new Connections(
                    lost + other.lost,
                    firstLoss == 0 || other.firstLoss == 0
                            ? Math.max(firstLoss, other.firstLoss)
                            : Math.min(firstLoss, other.firstLoss),
                    broken + other.broken,
                    reconnected + other.reconnected,
                    unrulyClosed + other.unrulyClosed,
                    floodBytes + other.floodBytes,
                    resets + other.resets);
        }
    }

    /**
     * Clients that leave and come back.
     *
     * @param scheduled that were to
     * @param done      of these, back
     * @param failed    of these, not let in
     * @param failure   why the first of these was not, if any
     */
    public record Joins(
            long scheduled,
            long done,
            long failed,
            @Nullable String failure) {
        Joins plus(Joins other) {
            return new Joins(
                    scheduled + other.scheduled,
                    done + other.done,
                    failed + other.failed,
                    failure != null ? failure : other.failure);
        }
    }

    /**
     * How long it took.
     *
     * @param measured length of the measured time
     * @param connect  from the first connect to the last greeting
     * @param cpu      CPU time of this process from the first line to the last delivery
     * @param stopped  it was ended before its time by the user
     * @param ended    why it was ended before its time, if it was because its outcome was certain
     */
    public record Times(
            long measured,
            long connect,
            long cpu,
            boolean stopped,
            @Nullable String ended) {
        Times plus(Times other) {
            return new Times(
                    Math.max(measured, other.measured),
                    Math.max(connect, other.connect),
                    cpu + other.cpu,
                    stopped || other.stopped,
                    ended != null ? ended : other.ended);
        }
    }

    /**
     * Latencies in ns, of what was due in the measured time.
     *
     * @param response      of deliveries, from when their line was due; without unruly clients
     * @param service       likewise, from the write that took the line's last byte; empty for a closed loop, where both are the same
     * @param lastReceiver  of each line's last such delivery, unless the one who still missed it has left
     * @param scheduleError from when a line was due until it was offered to the socket: the generator's own part
     * @param pushback      from there until the write that took its last byte: the server's part
     * @param connect       of each client, from when it was to connect until it was in
     * @param join          of each that comes back, from when it was to leave until it was back
     * @param outage        of each connection that broke, until its client was back
     * @param unruly        as {@code response}, of unruly clients
     * @param negative      values below 0, which cannot be
     * @param saturated     values over an hour, counted as an hour
     */
    public record Latencies(
            Histogram response,
            Histogram service,
            Histogram lastReceiver,
            Histogram scheduleError,
            Histogram pushback,
            Histogram connect,
            Histogram join,
            Histogram outage,
            Histogram unruly,
            long negative,
            long saturated) {

        /** Returns latencies without a value. */
        public static Latencies none() {
            return new Latencies(
                    Recording.newHistogram(),
                    Recording.newHistogram(),
                    Recording.newHistogram(),
                    Recording.newHistogram(),
                    Recording.newHistogram(),
                    Recording.newHistogram(),
                    Recording.newHistogram(),
                    Recording.newHistogram(),
                    Recording.newHistogram(),
                    0,
                    0);
        }

        /** Histograms are added as histograms: percentiles are those of all values together. */
        public Latencies plus(Latencies other) {
            return new Latencies(
                    sum(response, other.response),
                    sum(service, other.service),
                    sum(lastReceiver, other.lastReceiver),
                    sum(scheduleError, other.scheduleError),
                    sum(pushback, other.pushback),
                    sum(connect, other.connect),
                    sum(join, other.join),
                    sum(outage, other.outage),
                    sum(unruly, other.unruly),
                    negative + other.negative,
                    saturated + other.saturated);
        }

        /** Returns the same latencies with another histogram of response times. */
        public Latencies withResponse(Histogram other) {
            return new Latencies(
                    other,
                    service,
                    lastReceiver,
                    scheduleError,
                    pushback,
                    connect,
                    join,
                    outage,
                    unruly,
                    negative,
                    saturated);
        }

        private static Histogram sum(Histogram one, Histogram other) {
            var sum = Recording.newHistogram();
            sum.add(one);
            sum.add(other);
            return sum;
        }
    }

    /** Adds the report of another process that shared the load. The plan is this one's. */
    LoadReport plus(LoadReport other) {
        return new LoadReport(
                plan,
                lines.plus(other.lines),
                deliveries.plus(other.deliveries),
                faults.plus(other.faults),
                connections.plus(other.connections),
                joins.plus(other.joins),
                times.plus(other.times),
                latencies.plus(other.latencies),
                conditions.plus(other.conditions));
    }

    LoadReport withPlan(LoadPlan whole) {
        return new LoadReport(whole, lines, deliveries, faults, connections, joins, times, latencies, conditions);
    }

    /** Verified deliveries a second in the measured time; empty if that has not come. */
    public OptionalDouble deliveriesPerSecond() {
        return times.measured == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(deliveries.measured * 1e9 / times.measured);
    }

    /**
     * The share of the lines due in the measured time that were handed to a socket in it; empty for a closed loop, and if that time was
     * cut short.
     */
    public OptionalDouble reachedShare() {
        return lines.measuredDue == 0 || isCutShort()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) lines.measured / lines.measuredDue));
    }

    /** This process's CPU time for a verified delivery; empty if there was none. */
    public OptionalDouble cpuPerDelivery() {
        return deliveries.verified == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) times.cpu / deliveries.verified);
    }

    /** Returns in words that a closed loop's figure is unfair, because the server left some receivers behind; empty if it is fair. */
    public Optional<String> unfair() {
        return deliveries.behind == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "unfair: %d receivers up to %.1f windows behind",
                        deliveries.behind,
                        deliveries.mostBehind));
    }

    /** Returns whether it was over before its time. */
    boolean isCutShort() {
        return times.measured < plan.duration().toNanos();
    }

    public Verdict verdict() {
        return Judgement.of(this);
    }

    /** Returns what a reader of the figures must know even if they are valid. */
    public List<String> cautions() {
        return Judgement.cautions(this);
    }
}
