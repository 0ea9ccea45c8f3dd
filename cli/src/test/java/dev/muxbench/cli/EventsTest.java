package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What JDK Flight Recorder is told, of the whole JVM. */
@Execution(ExecutionMode.SAME_THREAD)
class EventsTest {
    private static final List<String> NAMES = List.of("Accept", "Close", "Publish", "Flush", "Pushback");

    private static final int LINES = 13; // more than a second's worth

    @TempDir
    private Path folder;

    private static void converse() {
        var limits = new ClientLimits(0, 0, 1 << 10, Duration.ZERO);
        var config = ServerConfig.defaults().withClientLimits(limits);
        try (var server = TestServer.start(Backends.require("nio"), config, 1)) {
            var a = server.connect();
            var b = server.connect();
            a.send("/nick alice\n" + ("x".repeat(99) + "\n").repeat(LINES));
            for (int i = 0; i < LINES; i++) {
                b.expect("alice> " + "x".repeat(99) + "\n");
            }
            b.send("/quit\n").readToEnd();
            b.close();
            server.awaitClients(1);
        }
    }

    private List<RecordedEvent> record(Recording recording) throws IOException {
        recording.start();
        converse();
        recording.stop();
        var file = folder.resolve("chat.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.muxbench."))
                .toList();
    }

    @Test
    void whatIsAskedForIsRecorded() throws IOException {
        try (var recording = new Recording()) {
            NAMES.forEach(name -> recording.enable("dev.muxbench." + name).withoutThreshold());
            var events = record(recording).stream()
                    .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
            assertThat(events.get("dev.muxbench.Accept"))
                    .extracting(event -> event.getString("nick"))
                    .containsExactlyInAnyOrder("user:1", "user:2");
            assertThat(events.get("dev.muxbench.Close")).anySatisfy(event -> {
                assertThat(event.getString("nick")).isEqualTo("user:2");
                assertThat(event.getString("reason")).isEqualTo("client left");
                assertThat(event.getLong("received")).isEqualTo(6);
                assertThat(event.getDuration("age")).isPositive();
            });
            assertThat(events.get("dev.muxbench.Publish")).allSatisfy(event -> {
                assertThat(event.getString("room")).isEqualTo("lobby");
                assertThat(event.getLong("bytes")).isEqualTo(107 * event.getLong("lines"));
            });
            assertThat(events.get("dev.muxbench.Publish").stream().mapToLong(event -> event.getLong("lines")))
                    .as("lines of all batches")
                    .satisfies(lines -> assertThat(
                                    lines.stream().mapToLong(Long::longValue).sum())
                            .isEqualTo(LINES));
            assertThat(events.get("dev.muxbench.Flush"))
                    .anySatisfy(event -> assertThat(event.getLong("bytes")).isPositive());
            assertThat(events.get("dev.muxbench.Pushback"))
                    .anySatisfy(event -> assertThat(event.getString("nick")).isEqualTo("alice"));
        }
    }

    @Test
    void whatIsNotAskedForIsNot() throws IOException {
        try (var recording = new Recording()) {
            assertThat(record(recording)).isEmpty();
        }
    }
}
