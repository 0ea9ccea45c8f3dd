package dev.muxbench.cli.http;

import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Tells Prometheus how a load goes on, while it lasts. Figures are those of the last full second.
 *
 * <p>Threads: the run's tells it, the exporter's own ask.
 */
public final class PrometheusEndpoint implements LoadListener, AutoCloseable {
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999, 1};

    /** The state that the exporter's threads see as a whole. */
    private record State(LoadStatus status, long measured, double measuredSeconds, double behind, Quantiles latency) {}

    private final HttpEndpoint http;
    private volatile State state = new State(LoadStatus.NONE, 0, 0, 0, Quantiles.EMPTY);

    /** @throws IOException if it cannot listen there */
    public PrometheusEndpoint(InetSocketAddress address) throws IOException {
        var registry = new PrometheusRegistry();
        counter(registry, "lines_sent", "Lines sent, warm-up included.", now -> now.status.sent());
        counter(registry, "deliveries", "Verified deliveries.", now -> now.status.delivered());
        gauge(
                registry,
                "deliveries_expected",
                "Deliveries that the sent lines must cause; fewer when clients leave.",
                now -> now.status.expected());
        counter(registry, "connections_lost", "Connections that broke.", now -> now.status.connectionsLost());
        gauge(registry, "clients_connected", "Clients that are in.", now -> now.status.connected());
        gauge(
                registry,
                "behind_schedule_seconds",
                "How late the latest line of the last second was handed to its socket.",
                now -> now.behind);
        SummaryWithCallback.builder()
                .name("muxbench_load_latency_seconds")
                .help(
                        "Latency of deliveries from when their lines were due: quantiles of the last second, count and sum since the start.")
                .unit(Unit.SECONDS)
                .callback(callback -> {
                    var now = state;
                    callback.call(now.measured, now.measuredSeconds, now.latency);
                })
                .register(registry);
        this.http = HttpEndpoint.bind(address, "prometheus");
        http.page("/metrics", new MetricsHandler(registry));
        http.start();
    }

    private void counter(PrometheusRegistry registry, String name, String help, ToDoubleFunction<State> value) {
        CounterWithCallback.builder()
                .name("muxbench_load_" + name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(state)))
                .register(registry);
    }

    private void gauge(PrometheusRegistry registry, String name, String help, ToDoubleFunction<State> value) {
        GaugeWithCallback.builder()
                .name("muxbench_load_" + name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(state)))
                .register(registry);
    }

    public int port() {
        return http.address().getPort();
    }

    @Override
    public void onConnecting(int ready, int clients) {
        onStatus(new LoadStatus(ready, 0, 0, 0, 0, 0));
    }

    @Override
    public void onStatus(LoadStatus status) {
        var last = state;
        state = new State(status, last.measured, last.measuredSeconds, last.behind, last.latency);
    }

    @Override
    public void onInterval(Interval interval) {
        var last = state;
        var nanos = interval.latencyNanos();
        long count = nanos.getTotalCount();
        state = new State(
                last.status,
                last.measured + count,
                last.measuredSeconds + (count == 0 ? 0 : nanos.getMean() * count / 1e9),
                interval.lateNanos() / 1e9,
                quantiles(nanos));
    }

    private static Quantiles quantiles(Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return Quantiles.EMPTY;
        }
        return Quantiles.of(Arrays.stream(QUANTILES)
                .mapToObj(quantile -> new Quantile(quantile, nanos.getValueAtPercentile(100 * quantile) / 1e9))
                .toArray(Quantile[]::new));
    }

    @Override
    public void close() {
        http.close();
    }
}
