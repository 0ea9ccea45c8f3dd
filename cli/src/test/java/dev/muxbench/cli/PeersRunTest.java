package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.experiment.Peers;
import dev.muxbench.peers.ChannelGroupChat;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code muxbench run --peers}; skipped where a program is not installed, unless MUXBENCH_REQUIRE_PEERS is set. */
@Tag("peers")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PeersRunTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path scenario(String... more) throws IOException {
        var lines = new ArrayList<>(List.of(more));
        lines.add("server-options: [--max-line=8KiB]");
        lines.add("figures: [deliveriesPerSecond, serverCpuNanosPerDelivery, gcPauseMaxNanos]");
        return TinyScenario.in(folder, lines.toArray(String[]::new));
    }

    private int run(Path scenario, String peers, String... more) {
        var words = new ArrayList<>(List.of("run", "--scenario", scenario.toString(), "--backends", "nio", "--peers"));
        words.addAll(List.of(
                peers,
                "--epochs",
                "1",
                "--passes",
                "1",
                "--out",
                folder.resolve("run").toString()));
        words.addAll(List.of(more));
        var line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words.toArray(String[]::new));
    }

    private static void assumeInstalled(String peer) {
        try {
            Peers.parse(peer);
        } catch (IllegalArgumentException e) {
            assumeTrue(System.getenv("MUXBENCH_REQUIRE_PEERS") != null, e.getMessage());
        }
    }

    private List<Trial> trialsOf(String name) throws IOException {
        return RunFiles.open(folder.resolve("run")).trials().stream()
                .filter(trial -> trial.backend().equals(name))
                .toList();
    }

    /** On a busy machine the generator is late, and a trial INVALID. */
    private static void assertVerified(Trial trial) {
        assertThat(trial.verdict()).as("%s", trial.reasons()).isIn(Trial.VALID, Trial.INVALID);
        assertThat(trial.figures().get("deliveries"))
                .isEqualTo(trial.figures().get("expectedDeliveries"))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "redis, redis, Redis server v=.*, redis-server --bind 127.0.0.1, Ready to accept connections",
        "nats, nats, nats-server: v.*, nats-server --addr 127.0.0.1, Server is ready",
        "channelgroup, channelgroup, '', peer channelgroup, [gc",
        "limit:1, limit-1, limit --batch 1, peer limit --batch 1, [gc",
        "limit:64, limit-64, limit --batch 64, peer limit --batch 64, [gc"
    })
    void aPeerIsMeasuredAsABackendIs(String peer, String name, String called, String command, String logged)
            throws IOException {
        assumeInstalled(peer);
        run(scenario(), peer);
        assertThat(trialsOf(name)).as("%s", err).isNotEmpty().allSatisfy(trial -> {
            assertVerified(trial);
            assertThat(trial.figures()).containsKeys("startNanos", "serverResidentBytes", "serverCores");
            assertThat(trial.figures().containsKey("gcPauseMaxNanos"))
                    .as("a collector that tells of its pauses")
                    .isEqualTo(logged.equals("[gc"));
            assertThat(folder.resolve("run").resolve(name + "-epoch1-server.log"))
                    .content()
                    .contains(logged);
        });
        var manifest = RunFiles.open(folder.resolve("run")).manifest();
        assertThat(manifest.path("called").path(name).asText()).matches(called);
        assertThat(manifest.path("serverCommand").path(name).asText()).contains(command);
        assertThat(out.toString()).contains(name, "x nio");
    }

    @Test
    void aServerThatSomebodyElseHasStartedIsMeasuredAndGoesOn() throws IOException {
        try (var theirs = ChannelGroupChat.start(1)) {
            run(scenario(), "theirs=chat://127.0.0.1:" + theirs.port());
            assertThat(trialsOf("theirs")).as("%s", err).isNotEmpty().allSatisfy(trial -> {
                assertVerified(trial);
                assertThat(trial.server()).isEmpty();
                assertThat(trial.snapshots()).isEmpty();
                assertThat(trial.figures()).doesNotContainKeys("startNanos", "serverCores", "gcPauseMaxNanos");
            });
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailedTrial() throws IOException {
        assertThat(run(scenario(), "theirs=chat://127.0.0.1:1")).isEqualTo(3);
        assertThat(trialsOf("theirs"))
                .singleElement()
                .satisfies(trial -> assertThat(trial.isFailed()).isTrue());
    }

    @Test
    void whoCannotAnswerIsLeftOutAndTheOthersAreAnswered() throws IOException {
        run(scenario("rooms: 2"), "channelgroup");
        assertThat(err.toString()).contains("left out of tiny: channelgroup: it has one room");
        assertThat(trialsOf("channelgroup")).isEmpty();
        assertThat(trialsOf("nio")).isNotEmpty();
        var files = RunFiles.open(folder.resolve("run"));
        assertThat(files.manifest()
                        .path("leftOut")
                        .path("tiny")
                        .path("channelgroup")
                        .asText())
                .isEqualTo("it has one room");
        assertThat(files.reasons()).noneMatch(reason -> reason.contains("channelgroup"));
        assertThat(out.toString()).doesNotContain("no answer");
    }

    @Test
    void theOthersAreNotComparedWithWhoIsLeftOut() throws IOException {
        assertThat(run(scenario("rooms: 2"), "channelgroup", "--baseline", "channelgroup"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--baseline must be one that can do tiny, not channelgroup: it has one room")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "nats"})
    void whatIsNotInstalledIsOneLine(String peer) throws IOException, InterruptedException {
        var words = List.of("run", "--scenario", scenario().toString(), "--backends", "nio", "--peers", peer);
        var builder = new ProcessBuilder(MuxbenchProcess.command(List.of(), words)).redirectErrorStream(true);
        builder.environment().put("PATH", folder.toString());
        var process = builder.start();
        try (var output = process.inputReader()) {
            assertThat(output.lines())
                    .singleElement()
                    .asString()
                    .contains(peer + "-server is not on the PATH: install");
        }
        assertThat(process.waitFor()).isEqualTo(2);
    }

    /** Killed, it cannot stop them. */
    @ParameterizedTest
    @ValueSource(strings = {"redis", "nats", "channelgroup"})
    void noPeerOutlivesARunThatIsKilled(String peer) throws Exception {
        assumeInstalled(peer);
        var words = new ArrayList<>(List.of("run", "--scenario", scenario().toString(), "--backends", "nio"));
        words.addAll(List.of("--peers", peer, "--out", folder.resolve("run").toString()));
        var run = new ProcessBuilder(MuxbenchProcess.command(List.of(), words))
                .redirectErrorStream(true)
                .start();
        try (var output = run.inputReader()) {
            RunProcessTest.awaitLine(output, peer + " 6 tiny, epoch");
            var servers = run.descendants().toList();
            assertThat(servers).isNotEmpty();
            run.destroyForcibly().waitFor();
            for (var server : servers) {
                server.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            run.destroyForcibly();
        }
    }
}
