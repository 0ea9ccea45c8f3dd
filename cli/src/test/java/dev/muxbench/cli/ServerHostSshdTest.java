package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.results.RunFiles;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code muxbench run --server-host} through a real sshd, on loopback; skipped where there is none, unless MUXBENCH_REQUIRE_SSHD is set.
 */
@Tag("commands")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ServerHostSshdTest {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    @TempDir
    private Path folder = Path.of("");

    private OtherMachine machine = new OtherMachine(Path.of(""));
    private @Nullable ProcessHandle sshd; // null until it listens
    private int port;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                Files.isExecutable(SSHD) || System.getenv("MUXBENCH_REQUIRE_SSHD") != null,
                "the package openssh-server is not installed");
        machine = new OtherMachine(folder);
        key("host-key");
        key("user-key");
        key("other-key");
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // where it separates its privileges
        }
        port = freePort();
        Files.writeString(folder.resolve("known-hosts"), "[127.0.0.1]:" + port + " " + publicKey("host-key"));
        Files.writeString(folder.resolve("sshd-config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %2$s/host-key
                AuthorizedKeysFile %2$s/user-key.pub
                StrictModes no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PidFile %2$s/pid
                """.formatted(port, folder));
        letIn("user-key");
        exec(SSHD.toString(), "-f", folder.resolve("sshd-config").toString());
        sshd = awaitPid();
    }

    /** It listens before it goes to the background, and writes its id afterwards. */
    private ProcessHandle awaitPid() throws IOException, InterruptedException {
        var file = folder.resolve("pid");
        while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }

    @AfterEach
    void stop() {
        if (sshd != null) {
            sshd.destroy();
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private void key(String name) throws IOException, InterruptedException {
        exec(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                folder.resolve(name).toString());
    }

    private String publicKey(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".pub"));
    }

    private static void exec(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as("%s", List.of(command))
                .isZero();
    }

    /** What is called ssh has a configuration of its own. */
    private void letIn(String key) throws IOException {
        var config = Files.writeString(folder.resolve("ssh-config"), """
                Host there
                    HostName 127.0.0.1
                    Port %d
                    IdentityFile %2$s/%3$s
                    IdentitiesOnly yes
                    UserKnownHostsFile %2$s/known-hosts
                    StrictHostKeyChecking yes
                """.formatted(port, folder, key));
        OtherMachine.script(
                folder.resolve("path/ssh"),
                "PATH=${PATH#*:}; exec ssh -F '" + config + "' \"$@\""); // the first of the PATH is this one's
    }

    @Test
    void aServerThereIsMeasuredAsOneHereIs() throws Exception {
        var host = "ssh:there:" + machine.muxbench();
        var ended = OtherMachine.toItsEnd(machine.run("300ms", "--backends", "nio", "--server-host", host));
        assertThat(ended.code()).as(ended.output()).isEqualTo(RunCommandTest.exitCode(machine.results()));
        assertThat(RunFiles.open(machine.results()).trials()).isNotEmpty().allSatisfy(trial -> {
            assertThat(trial.verdict()).as("%s", trial.reasons()).isIn(Trial.VALID, Trial.INVALID);
            assertThat(trial.figures()).containsKeys("startNanos", "serverCores", "gcPauseMaxNanos", "linesPerSend");
            assertThat(trial.server().get("command")).contains("--host 127.0.0.1");
        });
    }

    @Test
    void aKeyThatItDoesNotKnowIsTold() throws Exception {
        letIn("other-key");
        var ended = OtherMachine.toItsEnd(machine.run("300ms", "--server-host", "ssh:there"));
        assertThat(ended.output())
                .contains("ssh cannot log in to there without a question: ", "Permission denied (publickey)")
                .hasLineCount(1);
        assertThat(ended.code()).isEqualTo(1);
    }

    /** That of the connection is killed, not the one that listens. */
    @Test
    void aConnectionThatIsCutIsAFailedTrialThatSaysSo() throws Exception {
        var host = "ssh:there:" + machine.muxbench();
        var run = machine.run("1h", "--backends", "nio", "--server-host", host).start();
        try (var output = run.inputReader()) {
            RunProcessTest.awaitLine(output, "pass 1 of 1: measuring");
            var there = Objects.requireNonNull(sshd).descendants().toList();
            assertThat(there).hasSizeGreaterThanOrEqualTo(3); // itself, the agent, the server
            assertThat(there.getFirst().destroyForcibly()).isTrue();
            output.lines().forEach(line -> {});
            assertThat(run.waitFor()).isEqualTo(3);
            for (var process : there) {
                process.onExit().get(1, TimeUnit.MINUTES);
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
                        .startsWith("the server died: ")
                        .contains(host) // ssh says that it has ended, or is still silent when the answer is overdue
                        .containsAnyOf("the connection to", "has not answered for"));
    }
}
