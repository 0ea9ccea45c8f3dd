package dev.muxbench.cli.http;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Metrics of one scrape, whose names begin alike. Threads: one. */
final class MetricsPage {
    private final String prefix;
    private final MetricSnapshots.Builder page = MetricSnapshots.builder();

    MetricsPage(String prefix) {
        this.prefix = prefix;
    }

    void counter(String name, String help, long value) {
        counter(name, help, (double) value);
    }

    void counter(String name, String help, double value) {
        add(CounterSnapshot.builder()
                .name(prefix + name)
                .help(help)
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build());
    }

    void gauge(String name, String help, long value) {
        gauge(name, help, (double) value);
    }

    void gauge(String name, String help, double value) {
        add(GaugeSnapshot.builder()
                .name(prefix + name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build());
    }

    void add(MetricSnapshot metric) {
        page.metricSnapshot(metric);
    }

    MetricSnapshots all() {
        return page.build();
    }
}
