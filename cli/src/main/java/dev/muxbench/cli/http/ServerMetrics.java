package dev.muxbench.cli.http;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.status.BacklogHistogram;
import dev.muxbench.core.status.ServerCounters;
import dev.muxbench.core.status.ServerStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's figures for Prometheus: each scrape asks the loops once.
 *
 * <p>Threads: any.
 */
final class ServerMetrics implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMetrics.class);
    private static final double NANOS = 1e9;

    private final ChatServer server;
    private final Backend backend;

    ServerMetrics(ChatServer server, Backend backend) {
        this.server = server;
        this.backend = backend;
    }

    @Override
    public MetricSnapshots collect() {
        try {
            var status = server.status(0);
            if (!status.silentLoops().isEmpty()) {
                LOG.warn("loops that did not answer within a second: {}", status.silentLoops());
            }
            return new Page(status).all();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the endpoint is closed
            return new MetricSnapshots();
        }
    }

    /** One scrape. */
    private final class Page {
        private final ServerStatus status;
        private final MetricsPage page = new MetricsPage("muxbench_");

        Page(ServerStatus status) {
            this.status = status;
        }

        MetricSnapshots all() {
            connections();
            traffic(status.counters());
            overload(status.counters());
            loops(status.counters());
            memory();
            return page.all();
        }

        private void connections() {
            var counters = status.counters();
            page.gauge("connections", "Connections that are not closed yet.", status.sessions());
            page.gauge("clients", "Clients that count towards --max-clients.", server.clients());
            page.gauge("max_clients", "How many there may be.", server.config().maxClients());
            page.counter("accepts", "Connections accepted, those that were refused included.", counters.accepted());
            var closes = CounterSnapshot.builder().name("muxbench_closes").help("Connections closed, by reason.");
            for (var reason : CloseReason.values()) {
                closes.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(Labels.of("reason", reason.label()))
                        .value((double) counters.closed(reason))
                        .build());
            }
            page.add(closes.build());
        }

        private void traffic(ServerCounters counters) {
            page.counter(
                    "received_lines", "Lines that clients have sent, commands included.", counters.receivedLines());
            page.counter("received_bytes", "Bytes that clients have sent.", counters.receivedBytes());
            page.counter("relayed_lines", "Lines published to rooms.", counters.relayedLines());
            page.counter("refused_lines", "Lines that were longer than --max-line.", counters.refusedLines());
            page.counter(
                    "deliveries",
                    "Lines times the members that each was for, and private messages.",
                    counters.deliveries());
            page.counter("sends", "Writes that clients' connections have taken something of.", counters.sends());
            page.counter("sent_bytes", "Bytes that clients' connections have taken.", counters.sentBytes());
        }

        private void overload(ServerCounters counters) {
            var rooms = status.rooms();
            page.gauge("rooms", "Rooms.", rooms.count());
            page.gauge("rooms_over_high_water", "Rooms whose senders have to wait.", rooms.overHighWater());
            page.gauge(
                    "backlog_bytes", "What not all members have been sent, all rooms together.", rooms.backlogBytes());
            page.gauge("largest_backlog_bytes", "The same of the room that has most.", rooms.largestBacklogBytes());
            backlogs(status.backlogs());
            page.gauge("waiting_clients", "Clients whose input has to wait.", status.waiting());
            page.counter("pushbacks", "Times that a client's input had to wait.", counters.heldInputs());
            page.counter(
                    "pushback_seconds",
                    "How long clients' input has had to wait, all clients together.",
                    counters.pushbackNanos() / NANOS);
        }

        private void backlogs(BacklogHistogram backlogs) {
            var bounds = Arrays.stream(BacklogHistogram.boundsBytes())
                    .asDoubleStream()
                    .toArray();
            var withRest = Arrays.copyOf(bounds, bounds.length + 1);
            withRest[bounds.length] = Double.POSITIVE_INFINITY;
            page.add(HistogramSnapshot.builder()
                    .name("muxbench_lag_bytes")
                    .help("Sessions by what each is still to be sent, at this moment.")
                    .gaugeHistogram(true)
                    .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                            .classicHistogramBuckets(ClassicHistogramBuckets.of(withRest, backlogs.counts()))
                            .sum((double) backlogs.sumBytes())
                            .build())
                    .build());
        }

        private void loops(ServerCounters counters) {
            page.gauge("loops", "Event loops; one for each connection where connections have threads.", status.loops());
            page.gauge(
                    "silent_loops",
                    "Loops that did not answer within a second: their sessions are missing here.",
                    status.silentLoops().size());
            page.counter(
                    "loop_busy_seconds",
                    "How long loops were not asleep, all loops together.",
                    counters.busyNanos() / NANOS);
            page.gauge(
                    "busiest_loop_ratio",
                    "The part of the time since the last scrape for which the busiest loop was not asleep.",
                    status.busiestShare());
            page.counter("wake_ups", "Times that a loop woke up.", counters.wakeUps());
        }

        private void memory() {
            page.gauge("log_segments", "Segments of rooms' logs in use.", server.logSegments());
            page.gauge("log_bytes", "Memory of rooms' logs in use.", server.logBytesInUse());
            page.gauge("log_idle_bytes", "Memory of rooms' logs kept for reuse.", server.logBytesIdle());
            var bound = server.config().memoryBound();
            gaugeByKind(
                    "memory_bound_bytes",
                    "What connections and logs stay under, by kind of memory.",
                    Map.of("heap", bound.heapBytes(), "direct", bound.directBytes()));
            gaugeByKind("backend_buffer_bytes", "The backend's own buffers, by kind of memory.", backend.bufferBytes());
        }

        private void gaugeByKind(String name, String help, Map<String, Long> bytesByKind) {
            var gauge = GaugeSnapshot.builder().name("muxbench_" + name).help(help);
            bytesByKind.forEach((kind, bytes) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("kind", kind))
                    .value(bytes.doubleValue())
                    .build()));
            page.add(gauge.build());
        }
    }
}
