package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.FatalHandler;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.testkit.TestClient;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code muxbench serve} as a process: its environment, its exit code, and the signal that stops it. */
@Tag("commands")
class ServeCommandTest {
    private static final String LAST = "Server stopping\n";
    private static final int ENOUGH = 20_000; // lines, so that the server is in full flow

    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    static List<String> otherBackends() {
        return Backends.available().stream()
                .map(BackendProvider::name)
                .filter(name -> !name.equals("nio"))
                .toList();
    }

    @Test
    void aWrongVariableIsOneLineAndExitCode2() throws Exception {
        try (var serve = ServeProcess.start(Map.of("MUXBENCH_PORT", "70000"))) {
            assertThat(serve.exitCode()).isEqualTo(2);
            assertThat(serve.err())
                    .isEqualTo("muxbench serve: --port must be from 0 to 65535, not 70000 (MUXBENCH_PORT)"
                            + " (see muxbench serve --help)\n");
        }
    }

    @Test
    void aWrongOptionIsNamedInTheSameWords() throws Exception {
        try (var serve = ServeProcess.start("--max-line", "big")) {
            assertThat(serve.exitCode()).isEqualTo(2);
            assertThat(serve.err())
                    .isEqualTo("muxbench serve: --max-line must be from 64 B to 64 KiB, not big"
                            + " (see muxbench serve --help)\n");
        }
    }

    @Test
    void printingTheConfigurationDoesNotListen() throws Exception {
        try (var serve = ServeProcess.start(Map.of("MUXBENCH_MAX_ROOMS", "7"), "--print-config")) {
            assertThat(serve.exitCode()).isZero();
            assertThat(serve.err()).isEmpty();
            assertThat(serve.readLine()).matches("backend: auto +# default");
        }
    }

    @Test
    void theEnvironmentCanBeLeftOut() throws Exception {
        try (var serve = ServeProcess.start(Map.of("MUXBENCH_PORT", "x"), "--ignore-environment", "--print-config")) {
            assertThat(serve.exitCode()).isZero();
        }
    }

    /** No zombie that accepts and never greets: the process ends at once, with what failed, and tells clients nothing. */
    @Test
    void aFailureInALoopEndsTheProcess(@TempDir Path folder) throws Exception {
        var services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(BackendProvider.class.getName()), FailingBackend.class.getName());
        var environment = Map.of("JDK_JAVA_OPTIONS", "-Xbootclasspath/a:" + folder, "MUXBENCH_PORT", "0");
        try (var serve = ServeProcess.start(environment, "--backend", FailingBackend.NAME, "--host", "127.0.0.1")) {
            var client = ServeProcess.connect(serve.address());
            client.send("hello\n");
            assertThat(client.readToEnd()).isEmpty();
            assertThat(serve.exitCode()).isEqualTo(FatalHandler.EXIT_CODE);
            assertThat(serve.err())
                    .contains("muxbench: a thread of the server has failed, so the process ends\n")
                    .contains(OutOfMemoryError.class.getName() + ": " + FailingBackend.FAULT + "\n\tat ");
        }
    }

    /** Under load, on several loops: what one client was told, all were told. */
    @Test
    void whenItIsTerminatedNobodyMissesWhatAnotherOneGot() throws Exception {
        terminateInFullFlow("nio");
    }

    @ParameterizedTest
    @MethodSource("otherBackends")
    @Tag("slow")
    void onEachBackendNobodyMissesWhatAnotherOneGot(String backend) throws Exception {
        terminateInFullFlow(backend);
    }

    private void terminateInFullFlow(String backend) throws Exception {
        try (var serve = ServeProcess.start("--backend", backend, "--io-threads", "2", "--drain-timeout", "1m")) {
            var address = serve.address();
            var reading = new ArrayList<Future<List<String>>>();
            for (int i = 0; i < 5; i++) {
                var reader = ServeProcess.connect(address);
                reading.add(threads.submit(() -> readToLast(reader)));
            }
            for (int i = 0; i < 4; i++) {
                flood(address);
            }
            var witness = ServeProcess.connect(address);
            for (int i = 0; i < ENOUGH; i++) {
                witness.readLine();
            }
            threads.execute(witness::drain);
            serve.terminate();
            var first = reading.getFirst().get(60, TimeUnit.SECONDS);
            assertThat(first).hasSizeGreaterThan(ENOUGH);
            for (var lines : reading) {
                assertThat(lines.get(60, TimeUnit.SECONDS)).isEqualTo(first);
            }
            assertThat(serve.exitCode()).isZero();
            assertThat(serve.err()).doesNotContain(" WARN ", " ERROR ");
        }
    }

    private static List<String> readToLast(TestClient client) {
        var lines = new ArrayList<String>();
        do {
            lines.add(client.readLine());
        } while (!lines.getLast().equals(LAST));
        client.close();
        return lines;
    }

    private void flood(InetSocketAddress address) {
        var client = ServeProcess.connect(address);
        threads.execute(client::drain);
        threads.execute(() -> {
            try {
                for (int i = 0; ; i++) {
                    client.send(i + "\n");
                }
            } catch (UncheckedIOException e) {
                client.close(); // the server has stopped
            }
        });
    }

    @Test
    void whoDoesNotReadIsWaitedForOnlySoLong() throws Exception {
        try (var serve = ServeProcess.start(
                "--drain-timeout", "1s", "--slow-consumer-timeout", "1h", "--high-water", "64K", "--backend", "nio")) {
            var address = serve.address();
            var stuck = ServeProcess.connect(address);
            var sender = ServeProcess.connect(address);
            threads.execute(sender::drain);
            threads.execute(() -> {
                try {
                    var lines = ("x".repeat(1000) + "\n").repeat(1000);
                    for (int i = 0; i < 64; i++) { // far more than the kernel keeps for one who does not read
                        sender.send(lines);
                    }
                } catch (UncheckedIOException e) {
                    sender.close(); // the server has stopped
                }
            });
            while (!stands(stuck)) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            serve.terminate();
            assertThat(serve.exitCode()).isZero();
            assertThat(serve.err())
                    .containsPattern("WARN  Shutdown: [12] clients? still there after 1 s \\(--drain-timeout\\)\n");
        }
    }

    /** Its side of the connection is full. */
    private static boolean stands(TestClient client) throws InterruptedException {
        int before = client.available();
        TimeUnit.MILLISECONDS.sleep(500);
        return before > 0 && client.available() == before;
    }

    @Test
    void theEchoIsHarmlessAndCompleteAtTheEnd() throws Exception {
        try (var serve = ServeProcess.start("--echo")) {
            var client = ServeProcess.connect(serve.address());
            client.send("/nick zoé\nhi\u001b[31m\tall\n/join dev\n☕\n/nope\n").expect("Joined dev\n");
            client.expect("Unsupported command\n");
            serve.terminate();
            assertThat(serve.readLine()).isEqualTo("zoé> hi?[31m all");
            assertThat(serve.readLine()).isEqualTo("[dev] zoé> ☕");
            assertThat(serve.readLine()).isEqualTo("null");
            assertThat(serve.exitCode()).isZero();
        }
    }

    /** What is printed goes into a pipe that nobody empties. */
    @Test
    void anEchoThatNobodyReadsStopsNobody() throws Exception {
        try (var serve = ServeProcess.start("--echo")) {
            var address = serve.address();
            var sender = ServeProcess.connect(address);
            var reader = ServeProcess.connect(address);
            var line = "x".repeat(1000) + "\n";
            for (int i = 0; i < 5000; i++) {
                sender.send(line);
                reader.expect("user:1> " + line);
            }
            serve.terminate();
            var printed = 0;
            var last = serve.readLine();
            for (var next = last; !next.equals("null"); next = serve.readLine()) {
                last = next;
                printed++;
            }
            assertThat(printed).isLessThan(5000);
            assertThat(last).matches("\\(lines left out, as nobody read this: \\d+\\)");
            assertThat(serve.exitCode()).isZero();
        }
    }
}
