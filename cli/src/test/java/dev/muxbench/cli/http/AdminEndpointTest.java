package dev.muxbench.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.cli.console.CommandFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD) // one looks at the threads of all
class AdminEndpointTest {
    private final AdminPages pages = new AdminPages();

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void readyIsBetweenListeningAndStopping() throws Exception {
        assertThat(pages.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(pages.get("/readyz").body()).isEqualTo("not listening yet\n");
        assertThat(pages.get("/healthz").statusCode()).isEqualTo(200);
        pages.endpoint.ready(pages.server.backend());
        assertThat(pages.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(pages.get("/readyz").body()).isEqualTo("ready\n");
        pages.endpoint.stopping();
        assertThat(pages.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(pages.get("/readyz").body()).isEqualTo("stopping\n");
        assertThat(pages.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreWhatHappened() throws Exception {
        pages.endpoint.ready(pages.server.backend());
        var a = pages.server.connect();
        var b = pages.server.connect();
        a.send("one\ntwo\n");
        b.expect("user:1> one\nuser:1> two\n");
        a.send("/quit\n").readToEnd();
        a.close();
        pages.server.awaitClients(1);
        var samples = pages.samples();
        assertThat(samples)
                .containsEntry("muxbench_connections", 1.0)
                .containsEntry("muxbench_accepts_total", 2.0)
                .containsEntry("muxbench_closes_total{reason=\"client left\"}", 1.0)
                .containsEntry("muxbench_closes_total{reason=\"slow consumer\"}", 0.0)
                .containsEntry("muxbench_received_lines_total", 3.0)
                .containsEntry("muxbench_relayed_lines_total", 2.0)
                .containsEntry("muxbench_deliveries_total", 2.0)
                .containsEntry("muxbench_received_bytes_total", 14.0)
                .containsEntry("muxbench_rooms", 1.0)
                .containsEntry("muxbench_loops", 2.0)
                .containsEntry("muxbench_silent_loops", 0.0)
                .containsEntry("muxbench_lag_bytes_bucket{le=\"0.0\"}", 1.0)
                .containsEntry("muxbench_lag_bytes_bucket{le=\"+Inf\"}", 1.0)
                .containsEntry("muxbench_backend_buffer_bytes{kind=\"direct\"}", 2.0 * (64 << 10));
        assertThat(samples.get("muxbench_loop_busy_seconds_total")).isPositive();
        assertThat(samples.get("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
    }

    @Test
    void sessionsAreLimitedAndInAscii() throws Exception {
        pages.server.connect(4);
        pages.server.connect().send("/nick ☕é\n/join dév\n").expect("Joined dév\n");
        var response = pages.get("/sessions?limit=3");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        var json = new ObjectMapper().readTree(response.body());
        assertThat(json.get("total").asInt()).isEqualTo(5);
        assertThat(json.get("shown").asInt()).isEqualTo(3);
        assertThat(json.get("sessions")).hasSize(3);
        assertThat(json.get("silentLoops")).isEmpty();
        var all = pages.get("/sessions").body();
        assertThat(all).matches("(?s)[\\n -~]+").contains("\\u2615\\u00E9", "d\\u00E9v", "\"input\" : \"reading\"");
        assertThat(new ObjectMapper().readTree(all).get("sessions")).hasSize(5);
        for (var query : new String[] {"limit=0", "limit=1001", "limit=x", "limit=", "limit=99999999999", "x=1"}) {
            assertThat(pages.get("/sessions?" + query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(pages.get("/sessions?limit=1000").statusCode()).isEqualTo(200);
    }

    @Test
    void thereIsNothingElse() throws Exception {
        assertThat(pages.get("/").statusCode()).isEqualTo(404);
        assertThat(pages.get("/metricsx").statusCode()).isEqualTo(404);
        assertThat(pages.get("/sessions/x").statusCode()).isEqualTo(404);
        assertThat(pages.send("/healthz", "POST").statusCode()).isEqualTo(405);
        assertThat(pages.send("/healthz", "HEAD").statusCode()).isEqualTo(200);
    }

    /** Half a request each, and more of them than there are connections for. */
    @Test
    void whoAsksSlowlyTakesFewThreadsAndHurtsNoClient() throws Exception {
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 100; i++) {
                var socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        pages.endpoint.address().getPort());
                socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHos".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            var a = pages.server.connect();
            pages.server.connect().send("still here\n");
            a.expect("user:2> still here\n");
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("admin-"))
                    .hasSizeBetween(1, 4);
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aPortInUseIsAFailureThatSaysWhatToDo() {
        var taken = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), pages.endpoint.address().getPort());
        assertThatThrownBy(() -> AdminEndpoint.open(taken, pages.server.chat(), null))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("cannot listen on 127.0.0.1:" + taken.getPort() + ": Address already in use (--admin)");
    }
}
