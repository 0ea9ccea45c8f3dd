package dev.muxbench.cli.load.folder;

import dev.muxbench.load.judge.ClockResolution;
import dev.muxbench.load.judge.Conditions;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.Interval.Phase;
import dev.muxbench.load.verify.FaultCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** A part of a load with figures of our choice, and its folder. Threads: one. */
public final class PartFixture {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int DELIVERIES_A_SECOND = 1000;

    final Histogram latency = histogram();
    public final List<Interval> intervals = new ArrayList<>();
    private final Part part;
    private final LoadPlan whole;
    private long lost;
    private boolean stopped;

    public PartFixture(Part part) {
        this(part, plan(100));
    }

    PartFixture(Part part, LoadPlan whole) {
        this.part = part;
        this.whole = whole;
        var random = new Random(part.number());
        for (int second = 0; second < 5; second++) {
            var interval = histogram();
            for (int i = 0; i < DELIVERIES_A_SECOND && second > 0; i++) { // the first second is the warm-up
                interval.recordValue(
                        1 + (long) (Math.abs(random.nextGaussian()) * 1e6 * part.number() * part.number()));
            }
            latency.add(interval);
            intervals.add(new Interval(
                    second * 1_000_000_000L,
                    (second + 1) * 1_000_000_000L,
                    second == 0 ? Phase.WARM_UP : Phase.MEASURED,
                    10L * part.number(),
                    DELIVERIES_A_SECOND,
                    interval,
                    part.number() * 1_000_000L));
        }
    }

    public static Histogram histogram() {
        return new Histogram(1, 3_600_000_000_000L, 3);
    }

    public static LoadPlan plan(double rate) {
        return new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 7711),
                40,
                4,
                new Arrivals.ConstantRate(rate),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                64,
                4,
                1,
                Transport.JDK,
                Population.builder()
                        .unruly(Role.SLOW_READER, 4)
                        .slowBytesPerSecond(1000)
                        .build());
    }

    PartFixture lost(long deliveries) {
        lost = deliveries;
        return this;
    }

    PartFixture stopped() {
        stopped = true;
        return this;
    }

    LoadReport report() {
        long delivered = 5L * DELIVERIES_A_SECOND;
        return new LoadReport(
                part.shareOf(whole),
                new LoadReport.Lines(50L * part.number(), 50L * part.number(), 0, 0, 0, 0),
                new LoadReport.Deliveries(delivered + lost, delivered, 4L * DELIVERIES_A_SECOND, 0, 0),
                new FaultCounts(lost, 0, 0, 0, 0, 0, 0, null, part.number(), null, 0, null),
                new LoadReport.Connections(0, 0, 0, 0, 0, 0, 0),
                new LoadReport.Joins(0, 0, 0, null),
                new LoadReport.Times(4_000_000_000L, 1_000_000_000L, 1000, stopped, null),
                new LoadReport.Latencies(
                        latency,
                        histogram(),
                        latency,
                        histogram(),
                        histogram(),
                        histogram(),
                        histogram(),
                        histogram(),
                        histogram(),
                        0,
                        0),
                new Conditions(
                        new ClockResolution(1, 20.5, 50_000),
                        4_000_000_000L,
                        histogram(),
                        0,
                        List.of(new Conditions.WorkerUse("load-0", 0.5, 0.25, OptionalDouble.of(0.125))),
                        1,
                        2,
                        2,
                        OptionalDouble.of(0.03125)));
    }

    LoadSubject subject(Instant start) {
        return new LoadSubject(
                LoadSubject.Topic.of("localhost:7711", whole),
                "localhost-7711",
                "localhost:7711",
                whole,
                part,
                Optional.of(start));
    }

    Path write(Path folder) throws IOException {
        return write(folder, START);
    }

    Path write(Path folder, Instant start) throws IOException {
        try (var open = LoadFolder.create(folder, subject(start), Map.of())) {
            open.recorder().begin(start.plus(part.delay(whole)).toEpochMilli());
            intervals.forEach(open.recorder()::onInterval);
            open.end(LoadResult.of(report()));
        }
        return folder;
    }
}
