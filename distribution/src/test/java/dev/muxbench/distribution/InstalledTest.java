package dev.muxbench.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked into a folder with a space in its name, as a user finds it. */
@Tag("commands")
class InstalledTest {
    private static final Pattern LISTENING = Pattern.compile("listening on \\S*:(\\d+), .*");

    @TempDir
    private static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        var place = Files.createDirectory(folder.resolve("a place"));
        var tar = new ProcessBuilder("tar", "-xzf", System.getProperty("muxbench.archive"), "-C", place.toString());
        assertThat(tar.inheritIO().start().waitFor()).isZero();
        home = place.resolve("muxbench-" + System.getProperty("muxbench.version"));
    }

    /** A command that has ended, and what it wrote. */
    private record Ended(int code, String out) {}

    private static ProcessBuilder command(Path launcher, String... arguments) {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("MUXBENCH_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        return builder.directory(folder.toFile());
    }

    private static Ended run(Path launcher, String... arguments) throws IOException, InterruptedException {
        return end(command(launcher, arguments).redirectErrorStream(true).start());
    }

    private static Ended run(String... arguments) throws IOException, InterruptedException {
        return run(launcher(), arguments);
    }

    private static Path launcher() {
        return home.resolve("bin").resolve("muxbench");
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    @Test
    void itStartsThroughALinkAndLeavesNothingBehind() throws IOException, InterruptedException {
        var link = Files.createSymbolicLink(folder.resolve("linked"), launcher());
        var version = run(link, "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()) // with the commit, where the sources are a clone
                .matches("muxbench " + Pattern.quote(System.getProperty("muxbench.version")) + "(\\+[0-9a-f]{7,})?\\n");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void allBackendsAreThere() throws IOException, InterruptedException {
        var backends = run("backends");
        assertThat(backends.code()).isZero();
        assertThat(backends.out().lines().map(line -> line.replaceFirst(" .*", "")))
                .contains("nio", "netty-epoll", "netty-io_uring", "netty-nio", "virtual-threads", "platform-threads");
        assertThat(backends.out()).containsPattern("nio +works");
    }

    @Test
    void scenariosAreThere() throws IOException, InterruptedException {
        assertThat(run("run", "--list-scenarios").out()).contains("fan-out-capacity", "steady-latency");
    }

    @Test
    void peersAreThere() throws IOException, InterruptedException {
        var peer = run("peer", "channelgroup");
        assertThat(peer.code()).as(peer.out()).isZero();
        assertThat(peer.out()).contains("peer channelgroup, ");
    }

    @Test
    void serveAndChatTalkToEachOther() throws IOException, InterruptedException {
        var serve = command(launcher(), "serve", "--host", "127.0.0.1", "--port", "0")
                .start();
        try (var announced = serve.inputReader()) {
            var listening = LISTENING.matcher(announced.readLine());
            assertThat(listening.matches()).isTrue();
            var address = "127.0.0.1:" + listening.group(1);
            var alice = command(launcher(), "chat", address, "--nick", "alice").start();
            var heard = alice.inputReader();
            assertThat(heard.readLine()).startsWith("Welcome");

            var bob = command(launcher(), "chat", address, "--nick", "bob")
                    .redirectErrorStream(true)
                    .start();
            bob.getOutputStream().write("hi\n".getBytes(StandardCharsets.UTF_8));
            var bobs = end(bob);
            assertThat(bobs.code()).as(bobs.out()).isZero();
            assertThat(heard.readLine()).isEqualTo("bob> hi");
            alice.getOutputStream().close();
            assertThat(rest(heard)).isEmpty();
            assertThat(alice.waitFor()).isZero();
            serve.toHandle().destroy();
            assertThat(serve.waitFor()).isZero();
        } finally {
            serve.destroyForcibly();
        }
    }

    private static List<String> rest(BufferedReader lines) {
        return lines.lines().toList();
    }

    @Test
    void theExampleOfAConfigurationCanBeUsed() throws IOException, InterruptedException {
        var example = Files.readString(home.resolve("etc").resolve("muxbench.yaml"));
        var used = example.replaceAll("(?m)^#(?=[a-z-]+: .)", "").lines().collect(Collectors.joining("\n"));
        var file = Files.writeString(folder.resolve("used.yaml"), used);
        var printed = run("serve", "--config", file.toString(), "--print-config");
        assertThat(printed.code()).as(printed.out()).isZero();
        assertThat(printed.out().lines().filter(line -> line.endsWith("# " + file)))
                .hasSizeGreaterThan(10);
    }

    @Test
    void whereThereIsNoJavaItSaysWhatToDo() throws IOException, InterruptedException {
        var script = Files.readString(launcher()).replace("least_java=25", "least_java=99");
        var ofTheFuture = Files.writeString(home.resolve("bin").resolve("of-the-future"), script);
        assertThat(ofTheFuture.toFile().setExecutable(true)).isTrue();
        var ended = run(ofTheFuture, "--version");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out().lines()).hasSize(1);
        assertThat(ended.out()).startsWith("muxbench: no Java 99 or newer in JAVA_HOME, PATH");
    }

    @Test
    void everyCommandHasAManualPage() throws IOException {
        try (var pages = Files.list(home.resolve("share").resolve("man").resolve("man1"))) {
            var named = pages.map(InstalledTest::read)
                    .map(page -> page.lines().skip(2).findFirst().orElseThrow())
                    .toList();
            assertThat(named).hasSizeGreaterThan(8).allMatch(line -> line.matches("muxbench\\S* \\\\- \\S.*"));
            assertThat(named).anyMatch(line -> line.startsWith("muxbench\\-serve \\- "));
        }
        assertThat(read(home.resolve("share/bash-completion/completions/muxbench")))
                .contains("--slow-consumer-timeout")
                .doesNotContain("train");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
