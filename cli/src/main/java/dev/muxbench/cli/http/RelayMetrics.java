package dev.muxbench.cli.http;

import dev.muxbench.relay.nats.NatsRelay;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * The relay's figures for Prometheus.
 *
 * <p>Threads: any.
 */
final class RelayMetrics implements MultiCollector {
    private final NatsRelay relay;

    RelayMetrics(NatsRelay relay) {
        this.relay = relay;
    }

    @Override
    public MetricSnapshots collect() {
        var page = new MetricsPage("muxbench_relay_");
        var status = relay.status();
        page.gauge("joined", "1 while this server is joined with the others.", status.isJoined() ? 1 : 0);
        page.gauge("servers", "Other servers of the cluster that are there.", status.servers());
        page.gauge("waiting_bytes", "Said here and not known to be in the stream.", status.waitingBytes());
        page.gauge("lag_messages", "In the stream and not read here; -1 if unknown.", status.lagMessages());
        page.gauge("held_rooms", "Rooms whose senders wait for other servers.", status.heldRooms());
        page.gauge("over_rooms", "Rooms that other servers' senders wait for.", status.overRooms());
        var counters = relay.counters();
        page.counter("sent_lines", "Lines of this server's clients sent to the others.", counters.sentLines());
        page.counter("sent_bytes", "The same in bytes, with headers.", counters.sentBytes());
        page.counter("repeated_batches", "Batches of lines sent again.", counters.repeatedBatches());
        page.counter("received_lines", "Lines of other servers' clients.", counters.receivedLines());
        page.counter("received_bytes", "The same in bytes.", counters.receivedBytes());
        page.counter("doubled_batches", "Batches that had come before.", counters.doubledBatches());
        page.counter("lost_lines", "Lines of other servers that never came.", counters.lostLines());
        page.counter("foreign_messages", "Messages of no server of this chat.", counters.foreignMessages());
        page.counter("reconnects", "Times that the connection was made anew.", counters.reconnects());
        return page.all();
    }
}
