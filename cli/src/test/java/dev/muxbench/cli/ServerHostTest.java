package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.muxbench.cli.OtherMachine.Ended;
import dev.muxbench.cli.console.Version;
import dev.muxbench.results.Environment;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code muxbench run --server-host}, with a program in place of ssh that runs commands here. */
@Tag("commands")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ServerHostTest {
    @TempDir
    private Path folder = Path.of("");

    private OtherMachine machine = new OtherMachine(Path.of(""));

    @BeforeEach
    void machine() throws IOException {
        machine = new OtherMachine(folder);
        machine.ssh();
    }

    private Ended run(String host, String... more) throws IOException, InterruptedException {
        var builder = machine.run("300ms", "--server-host", host);
        builder.command().addAll(List.of(more));
        return OtherMachine.toItsEnd(builder);
    }

    private static void assertSaid(Ended ended, int code, String... parts) {
        assertThat(ended.output()).contains(parts).startsWith("muxbench run: ").hasLineCount(1);
        assertThat(ended.code()).isEqualTo(code);
    }

    @Test
    void aServerThereIsMeasuredAsOneHereIs() throws Exception {
        var ended = run(
                "ssh:there:" + machine.muxbench(), "--backends", "nio,lazy=virtual-threads[-J-Xmn4m --max-line 2KiB]");
        var run = RunFiles.open(machine.results());
        assertThat(ended.code()).as(ended.output()).isEqualTo(RunCommandTest.exitCode(machine.results()));
        assertThat(run.trials()).isNotEmpty().allSatisfy(trial -> {
            assertThat(trial.verdict()).as("%s", trial.reasons()).isIn(Trial.VALID, Trial.INVALID);
            assertThat(trial.figures())
                    .containsKeys("startNanos", "startCpuNanos", "serverCpuNanosPerDelivery", "serverResidentBytes")
                    .containsKeys("gcPauseMaxNanos", "linesPerSend", "safepointShare", "voluntarySwitchesPerDelivery");
            assertThat(trial.snapshots())
                    .hasSize(trial.files().endsWith("-warmup1") ? 5 : 4); // later clients are there
            assertThat(trial.server().get("threads")).isNotBlank();
        });
        assertThat(run.manifest().path("placement").asText())
                .startsWith("servers on ssh:there:" + folder)
                .endsWith("generator on any CPU");
        assertThat(run.manifest().path("serverCommand").path("lazy").asText())
                .contains("-Xmn4m", "--host 127.0.0.1", "--max-line 2KiB");
        assertThat(run.environment().path("serverHost").path("kernel").asText())
                .isEqualTo(System.getProperty("os.version"));
        assertThat(run.environment().path("serverHost").has("generatorGc")).isFalse();
        assertThat(machine.results().resolve("nio-epoch1-server.log"))
                .content()
                .contains("listening on 127.0.0.1:", "[gc", "Shutdown: stopped");
    }

    @Test
    void whatDoesNotStartThereIsAFailedTrial() throws Exception {
        var ended = run("ssh:there:" + machine.muxbench(), "--backends", "bad=nio[--max-line 0]");
        assertThat(ended.code()).as(ended.output()).isEqualTo(3);
        assertThat(RunFiles.open(machine.results()).trials())
                .singleElement()
                .satisfies(trial -> assertThat(trial.reasons())
                        .singleElement()
                        .asString()
                        .startsWith("the server did not start on ssh:there:")
                        .contains("--max-line"));
    }

    @Test
    void withoutSshThereIsNoWay() throws Exception {
        var builder = machine.run("300ms", "--server-host", "ssh:there");
        builder.environment().put("PATH", folder.toString());
        assertSaid(OtherMachine.toItsEnd(builder), 1, "ssh is not on the PATH: install the package openssh-client");
    }

    /** As ssh says it. */
    @ParameterizedTest
    @CsvSource({
        "bench@there: Permission denied (publickey).",
        "ssh: Could not resolve hostname there: Name or service not known",
        "Host key verification failed."
    })
    void whoIsNotLetInIsTold(String said) throws Exception {
        machine.ssh("echo 'Warning: something else' >&2; printf '%s\\r\\n' '" + said + "' >&2; exit 255");
        assertSaid(run("ssh:there"), 1, "ssh cannot log in to there without a question: " + said);
    }

    @Test
    void aFolderThatIsNotThereIsTold() throws Exception {
        assertSaid(run("ssh:there"), 1, "there is no folder muxbench");
    }

    @Test
    void aFolderOfSomethingElseIsTold() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        assertSaid(run("ssh:there:~/empty"), 1, "empty has neither muxbench nor bin/muxbench");
    }

    /** As launchers and other versions say it; nothing is built there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            muxbench: no Java 25 or newer in JAVA_HOME | 1 | muxbench: no Java 25 or newer in JAVA_HOME
            muxbench: there is no command agent        | 2 | is another version than this, muxbench
            muxbench: MUXBENCH_BUILD=$MUXBENCH_BUILD   | 1 | MUXBENCH_BUILD=never
            """)
    void aMuxbenchThatDoesNotRunIsTold(String said, int code, String told) throws Exception {
        var home = machine.muxbench("echo \"" + said + "\" >&2; exit " + code);
        assertSaid(run("ssh:there:" + home), 1, told);
    }

    /** A machine that says so of itself. */
    private String saying(String version, String commit, int port) throws IOException {
        return "ssh:there:" + machine.muxbench("""
                echo 'You have no mail'
                echo 'muxbench-agent {"about":{"version":"%s","commit":"%s","address":"127.0.0.1","port":%d,\
                "unavailable":{},"environment":{}}}'
                cat
                """.formatted(version, commit, port));
    }

    @Test
    void anotherVersionIsTold() throws Exception {
        var ended = run(saying("muxbench 0.0.1", "unknown", 1));
        assertSaid(ended, 1, "is muxbench 0.0.1, and this is " + Version.text() + ": they must be the same");
    }

    @Test
    void anotherCommitIsTold() throws Exception {
        var here = Environment.gitCommit(Path.of("."));
        assumeFalse(here.equals("unknown"), "no checkout");
        var ended = run(saying(Version.text(), "0123", 1));
        assertSaid(ended, 1, "is of commit 0123, and this is of " + here + ": they must be the same");
    }

    @Test
    void aPortThatCannotBeReachedIsTold() throws Exception {
        assertSaid(
                run(saying(Version.text(), "unknown", 1)),
                1,
                "127.0.0.1, port 1, cannot be reached from here: Connection refused; servers there listen on any free port");
    }

    @ParameterizedTest
    @CsvSource({
        "there, nio, theirs=chat://127.0.0.1:1, none of ssh:HOST",
        "ssh:-oProxyCommand=id, nio, theirs=chat://127.0.0.1:1, none of ssh:HOST",
        "ssh:there, nio, limit:1, cannot start limit-1 there: it listens on loopback only",
        "ssh:there, old=nio[java:JDK], theirs=chat://127.0.0.1:1, cannot start old there: java: and build: are of this machine"
    })
    void whatCannotBeThereIsWrongUsage(String host, String backends, String peers, String told) throws Exception {
        var named = backends.replace("JDK", System.getProperty("java.home"));
        assertSaid(run(host, "--backends", named, "--peers", peers), 2, told);
    }

    /** What is in place of ssh is killed, and the agent with it. */
    @Test
    void aConnectionThatIsCutIsAFailedTrialThatSaysSo() throws Exception {
        var host = "ssh:there:" + machine.muxbench();
        var run = machine.run("1h", "--backends", "nio", "--server-host", host).start();
        try (var output = run.inputReader()) {
            RunProcessTest.awaitLine(output, "pass 1 of 1: measuring");
            var ssh = run.children().findFirst().orElseThrow();
            var servers = ssh.descendants().toList();
            assertThat(servers).isNotEmpty();
            assertThat(ssh.destroyForcibly()).isTrue();
            output.lines().forEach(line -> {});
            assertThat(run.waitFor()).isEqualTo(3);
            for (var server : servers) {
                server.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            run.destroyForcibly();
        }
        assertThat(RunFiles.open(machine.results()).trials())
                .filteredOn(trial -> trial.pass() > 0)
                .singleElement()
                .satisfies(trial -> assertThat(trial.reasons())
                        .singleElement()
                        .asString()
                        .startsWith("the server died: the connection to " + host + " has ended: "));
    }

    @Test
    void noServerOutlivesARunThatIsKilled() throws Exception {
        var host = "ssh:there:" + machine.muxbench();
        var run = machine.run("1h", "--backends", "nio", "--server-host", host).start();
        try (var output = run.inputReader()) {
            RunProcessTest.awaitLine(output, "pass 1 of 1: measuring");
            var there = run.descendants().toList();
            assertThat(there).hasSizeGreaterThanOrEqualTo(2);
            run.destroyForcibly().waitFor();
            for (var process : there) {
                process.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            run.destroyForcibly();
        }
    }
}
