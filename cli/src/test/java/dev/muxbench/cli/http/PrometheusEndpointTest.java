package dev.muxbench.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.cli.load.folder.PartFixture;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.record.LoadStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class PrometheusEndpointTest {
    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String scrape(int port) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + port + "/metrics");
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }

    @Test
    void figuresAreThoseOfTheLastSecondAndCountsThoseOfTheRun() throws Exception {
        try (var endpoint = new PrometheusEndpoint(loopback(0))) {
            assertThat(scrape(endpoint.port()))
                    .contains("muxbench_load_clients_connected 0.0", "muxbench_load_lines_sent_total 0.0")
                    .doesNotContain("{quantile", "NaN");
            endpoint.onConnecting(12, 40);
            assertThat(scrape(endpoint.port())).contains("muxbench_load_clients_connected 12.0");

            var fixture = new PartFixture(new Part("run", 2, 3));
            endpoint.onStatus(new LoadStatus(39, 100, 5000, 4998, 1, 0));
            fixture.intervals.forEach(endpoint::onInterval);
            var last = fixture.intervals.getLast().latencyNanos();
            assertThat(scrape(endpoint.port()).lines())
                    .contains(
                            "muxbench_load_clients_connected 39.0",
                            "muxbench_load_lines_sent_total 100.0",
                            "muxbench_load_deliveries_expected 5000.0",
                            "muxbench_load_deliveries_total 4998.0",
                            "muxbench_load_connections_lost_total 1.0",
                            "muxbench_load_behind_schedule_seconds 0.002",
                            "muxbench_load_latency_seconds_count 4000",
                            "muxbench_load_latency_seconds{quantile=\"0.99\"} " + last.getValueAtPercentile(99) / 1e9,
                            "muxbench_load_latency_seconds{quantile=\"1.0\"} " + last.getMaxValue() / 1e9);
        }
    }

    @Test
    void aPortInUseIsAFailure() throws IOException {
        try (var endpoint = new PrometheusEndpoint(loopback(0))) {
            assertThatThrownBy(() -> new PrometheusEndpoint(loopback(endpoint.port())).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
    }
}
