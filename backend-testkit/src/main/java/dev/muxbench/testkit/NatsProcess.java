package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A nats-server of a test, on a port of the loopback address; the test is skipped where there is none. Threads: the test's. */
public final class NatsProcess implements AutoCloseable {
    private final Path folder;
    private final List<String> options;
    private final int port;
    private Process process;

    /** @param options beside its port and its store */
    public NatsProcess(Path folder, String... options) {
        this.folder = folder;
        this.options = List.of(options);
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = begin();
    }

    public static NatsProcess withJetStream(Path folder) {
        return new NatsProcess(folder, "-js");
    }

    /** Once more, on its store, after {@link #kill}. */
    public void start() {
        process = begin();
    }

    private Process begin() {
        var command = new ArrayList<>(List.of("nats-server", "-a", "127.0.0.1", "-p", String.valueOf(port)));
        command.addAll(List.of("-sd", folder.resolve("store").toString()));
        command.addAll(options);
        try {
            var begun = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("nats.log").toFile()))
                    .start();
            await().atMost(Duration.ofSeconds(20)).until(() -> answers(begun));
            return begun;
        } catch (IOException e) {
            if (System.getenv("MUXBENCH_REQUIRE_PEERS") == null) {
                Assumptions.abort("no nats-server: " + e.getMessage());
            }
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers(Process begun) {
        assertThat(begun.isAlive()).as(this::log).isTrue();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return socket.getInputStream().read() == 'I';
        } catch (IOException e) {
            return false;
        }
    }

    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** As kill -9 does. */
    public void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGSTOP, or SIGCONT. */
    public void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String log() {
        try {
            return Files.readString(folder.resolve("nats.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
