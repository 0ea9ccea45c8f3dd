package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.cli.serve.DescriptorLimit;
import dev.muxbench.testkit.TestClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code muxbench serve} as a process: its admin pages, its log, and its limit of open files. */
@Tag("commands")
class ServeWatchingTest {
    private static final Pattern ADMIN = Pattern.compile("admin pages on http://127\\.0\\.0\\.1:(\\d+)");

    @Test
    void aWrongAdminAddressIsOneLineAndExitCode2() throws Exception {
        try (var serve = ServeProcess.start("--admin", "7712")) {
            assertThat(serve.exitCode()).isEqualTo(2);
            assertThat(serve.err())
                    .isEqualTo("muxbench serve: --admin must be an address and a port, as 127.0.0.1:7712, or off,"
                            + " not 7712 (see muxbench serve --help)\n");
        }
    }

    @Test
    void anAdminPortInUseIsOneLineAndExitCode1() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var serve = ServeProcess.start("--admin", "127.0.0.1:" + other.getLocalPort())) {
            assertThat(serve.exitCode()).isEqualTo(1);
            assertThat(serve.err())
                    .isEqualTo("muxbench serve: cannot listen on 127.0.0.1:" + other.getLocalPort()
                            + ": Address already in use (--admin)\n");
        }
    }

    @Test
    void pagesAndLogTellOfAStartAndAStop() throws Exception {
        try (var serve = ServeProcess.start("--admin", "127.0.0.1:0", "--log-format", "json", "--log-level", "debug")) {
            var address = serve.address();
            Awaitility.await().until(() -> ADMIN.matcher(serve.err()).find());
            var match = ADMIN.matcher(serve.err());
            assertThat(match.find()).isTrue();
            Awaitility.await().until(() -> status(match.group(1), "/readyz") == 200);
            assertThat(status(match.group(1), "/metrics")).isEqualTo(200);
            ServeProcess.connect(address).send("/nick zoé\n/quit\n").readToEnd();
            serve.terminate();
            assertThat(serve.exitCode()).isZero();
            var messages = new ArrayList<String>();
            for (var line : serve.err().lines().toList()) {
                messages.add(new ObjectMapper().readTree(line).get("message").asText());
            }
            assertThat(messages)
                    .anyMatch(message -> message.startsWith("listening on 127.0.0.1:" + address.getPort()))
                    .anyMatch(message -> message.startsWith("up to "))
                    .anyMatch(message -> message.startsWith("configuration: ")
                            && message.contains("log-format=json (command line)")
                            && message.contains("port=0 (MUXBENCH_PORT)"))
                    .anyMatch(message -> message.startsWith("stopping, "))
                    .anyMatch(message -> message.startsWith("stopped after "))
                    .noneMatch(message -> message.contains("/nick"));
        }
    }

    private static int status(String port, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** On a terminal, in the journal: who reads both streams in one place reads everything once. */
    @ParameterizedTest
    @ValueSource(strings = {"info", "warn"})
    @EnabledOnOs(OS.LINUX)
    void itAnnouncesItselfOnceInEachPlace(String level) throws Exception {
        try (var serve = ServeProcess.startWithOneStream("--log-level", level, "--stop-at-eof")) {
            serve.endInput();
            assertThat(serve.readToEnd().lines().filter(line -> line.contains("listening on 127.0.0.1:")))
                    .hasSize(1);
        }
    }

    /** Who has started it may ask. Lines to a room go out together. */
    @Test
    void itSaysWhatItHasSentToWhoHasStartedIt() throws Exception {
        try (var serve = ServeProcess.start("--stop-at-eof", "--backend", "nio")) {
            var address = serve.address();
            var speaker = ServeProcess.connect(address);
            var listeners = List.of(ServeProcess.connect(address), ServeProcess.connect(address));
            speaker.send("hi\n".repeat(100));
            var heard = "user:1> hi\n".repeat(100);
            listeners.forEach(listener -> listener.expect(heard));
            int welcome = TestClient.WELCOME.getBytes(StandardCharsets.UTF_8).length;
            long bytes = 3L * welcome + 2L * heard.length();
            var sends = serve.sends();
            while (sends.bytes() < bytes) {
                sends = serve.sends(); // it counts when it has sent
            }
            assertThat(sends.bytes()).isEqualTo(bytes);
            assertThat(sends.lines()).isEqualTo(200);
            assertThat(sends.calls()).isBetween(5L, 203L);
        }
    }

    /** As many as fit come in, and the next one is told. */
    @Test
    void thereAreAsManyClientsAsFilesMayBeOpen() throws Exception {
        int files = DescriptorLimit.reserve(1, false) + 20;
        try (var serve = ServeProcess.startWithin(files, "--io-threads", "1", "--backend", "nio")) {
            var address = serve.address();
            for (int i = 0; i < 20; i++) {
                ServeProcess.connect(address);
            }
            assertThat(TestClient.connect(address).readToEnd()).isEqualTo("Server full\n");
            assertThat(serve.err())
                    .contains("up to 20 clients instead of 10000, as this process may have " + files
                            + " files open; ulimit -n " + (10_000 + files - 20) + " makes room for 10000 clients")
                    .doesNotContain("cannot accept");
        }
    }

    @Test
    void withTooFewFilesItDoesNotStart() throws Exception {
        try (var serve = ServeProcess.startWithin(90, "--backend", "nio")) {
            assertThat(serve.exitCode()).isEqualTo(1);
            assertThat(serve.err())
                    .matches("muxbench serve: this process may have 90 files open, and needs \\d+ for itself;"
                            + " raise the limit: ulimit -n \\d+ makes room for 10000 clients\n");
        }
    }
}
