package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshHostTest {
    @ParameterizedTest
    @CsvSource({
        "ssh:there, there, muxbench",
        "ssh:bench@10.0.0.2:/opt/muxbench-0.2.0, bench@10.0.0.2, /opt/muxbench-0.2.0",
        "ssh:there:~/a folder, there, a folder",
        "ssh:bench@[fe80::1%eth0]:x:y, bench@fe80::1%eth0, x:y"
    })
    void itIsAHostAndAFolder(String text, String destination, String folder) {
        assertThat(SshHost.parse(text)).isEqualTo(new SshHost(destination, folder));
    }

    /** Least of all an option of ssh. */
    @ParameterizedTest
    @ValueSource(strings = {"", "there", "ssh:", "ssh:there:", "ssh:-oProxyCommand=id", "ssh:-l@there", "ssh:a b"})
    void anythingElseIsNone(String text) {
        assertThatThrownBy(() -> SshHost.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is none of ssh:HOST, ssh:USER@HOST and ssh:HOST:DIR");
    }

    /** What ssh hands to the user's shell there. */
    @Test
    void noShellReadsTheFolder(@TempDir Path home) throws IOException, InterruptedException {
        var folder = "it's $(id) \"a\" folder";
        var launcher = Files.createDirectories(home.resolve(folder)).resolve("muxbench");
        Files.writeString(launcher, "#!/bin/sh\nprintf '%s|' \"$PWD\" \"$MUXBENCH_BUILD\" \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        var command = SshHost.parse("ssh:there:" + folder).agent("--introduce").getLast();
        var shell =
                new ProcessBuilder("sh", "-c", command).directory(home.toFile()).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(home.toRealPath().resolve(folder) + "|never|agent|--introduce|");
        assertThat(shell.waitFor()).isZero();
    }
}
