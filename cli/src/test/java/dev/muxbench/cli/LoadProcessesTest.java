package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code muxbench load --processes}: real processes, and what becomes of them. */
@Tag("commands")
class LoadProcessesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LONG = "--processes 2 --clients 8 --rate 100 --duration 1h --warmup 0 --quiet";

    private static final String CHILDREN = "the children of this JVM";

    @TempDir
    private Path temporary;

    private LoadedServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new LoadedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<ProcessHandle> parts(ProcessHandle parent) {
        return parent.children()
                .filter(child -> ProcessUse.commandLine(child).endsWith(" load-part"))
                .toList();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Test
    @ResourceLock(CHILDREN)
    void twoProcessesAreOneLoad() throws IOException {
        var to = temporary.resolve("load");
        int code = server.load("--processes 2 --clients 11 --in-flight 8 --duration 500ms --warmup 100ms --out " + to);
        assertThat(code).as(server.err() + server.out()).isIn(LoadedServer.VERIFIED);
        assertThat(server.out()).contains("11 clients, 4 senders, 8 lines in flight, 64 B lines, 2 rooms");
        assertThat(server.err()).contains("connected 11 of 11");
        var files = RunFiles.open(to);
        var trial = files.trials().getFirst();
        assertThat(trial.clients()).isEqualTo(11);
        assertThat(trial.figures().get("deliveries"))
                .isPositive()
                .isEqualTo(trial.figures().get("expectedDeliveries"));
        assertThat(files.histograms(trial).merged().getTotalCount()).isPositive();
        assertThat(files.manifest().path("load").path("rooms").asInt()).isEqualTo(2);
        assertThat(parts(ProcessHandle.current())).isEmpty();
    }

    @Test
    @ResourceLock(CHILDREN)
    void twoProcessesInOneRoomHearEachOther() throws IOException {
        var json = temporary.resolve("load.json");
        int code = server.load("--processes 2 --shared-rooms --clients 11 --rate 200 --duration 500ms --warmup 100ms"
                + " --json " + json);
        assertThat(code).as(server.err() + server.out()).isIn(LoadedServer.VERIFIED);
        assertThat(server.out()).contains("1 room,", "shared rooms");
        var report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("sentLines").asLong()).isEqualTo(120);
        assertThat(report.path("deliveries").asLong())
                .isEqualTo(120 * 10)
                .isEqualTo(report.path("expectedDeliveries").asLong());
    }

    @Test
    @ResourceLock(CHILDREN)
    void aPartThatDiesFailsTheRunWithItsReason() throws Exception {
        var to = temporary.resolve("load");
        var code = CompletableFuture.supplyAsync(() -> server.load(LONG + " --out " + to));
        await(() -> parts(ProcessHandle.current()).size() == 2);
        parts(ProcessHandle.current()).getFirst().destroyForcibly();
        assertThat(code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(server.err())
                .containsPattern("part [12] of 2 has died, exit code 137")
                .hasLineCount(1);
        assertThat(RunFiles.open(to).verdict()).isEqualTo("FAILED");
        assertThat(RunFiles.open(to).reasons().getFirst()).contains("has died");
        await(() -> parts(ProcessHandle.current()).isEmpty());
    }

    @Test
    @ResourceLock(CHILDREN)
    void aPartsReasonIsThatOfTheRun() {
        server.close();
        assertThat(server.load(LONG)).isEqualTo(1);
        assertThat(server.err())
                .containsPattern("part [12] of 2: cannot connect client 1 of 4")
                .hasLineCount(1);
    }

    private Process start(Path to) throws IOException {
        var command = MuxbenchProcess.command("load", "--target", server.target(), "--out", to.toString());
        command.addAll(List.of(LONG.split(" ")));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** All have begun: the first second is in the folder. */
    private static List<ProcessHandle> awaitTraffic(Process parent, Path to) {
        await(() -> {
            if (!Files.exists(to.resolve("trials.json"))) {
                return false;
            }
            var files = RunFiles.open(to);
            return files.histograms(files.trials().getFirst())
                    .intervals()
                    .iterator()
                    .hasNext();
        });
        var parts = parts(parent.toHandle());
        assertThat(parts).hasSize(2);
        return parts;
    }

    @Test
    void nobodySurvivesAKilledParent() throws Exception {
        var to = temporary.resolve("load");
        var parent = start(to);
        var parts = awaitTraffic(parent, to);
        parent.destroyForcibly();
        await(() -> parts.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(RunFiles.open(to).verdict()).isEqualTo("INCOMPLETE");
    }

    @Test
    void aSignalEndsAllInOrder() throws Exception {
        var to = temporary.resolve("load");
        var parent = start(to);
        var parts = awaitTraffic(parent, to);
        parent.destroy(); // SIGTERM, to this one only
        assertThat(parent.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(parent.exitValue()).isEqualTo(4);
        await(() -> parts.stream().noneMatch(ProcessHandle::isAlive));
        var files = RunFiles.open(to);
        assertThat(files.verdict()).isEqualTo("INVALID");
        assertThat(files.reasons())
                .anyMatch(reason -> reason.startsWith("part 1: stopped before its time"))
                .anyMatch(reason -> reason.startsWith("part 2: stopped before its time"));
        var figures = files.trials().getFirst().figures();
        assertThat(figures.get("deliveries")).isPositive().isEqualTo(figures.get("expectedDeliveries"));
    }
}
