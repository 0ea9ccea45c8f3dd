package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.cli.chat.Tmux;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal sees of a load. */
@Tag("terminal")
class LoadTerminalTest {
    private static final Pattern SECONDS = Pattern.compile("measuring +(\\d+) s  8 connected");

    @TempDir
    private Path state;

    @BeforeAll
    static void onlyWithTmux() {
        assumeTrue(
                Tmux.isInstalled() || System.getenv("MUXBENCH_REQUIRE_TMUX") != null, "tmux must be installed for it");
    }

    private static int seconds(String text) {
        var line = SECONDS.matcher(text);
        return line.find() ? Integer.parseInt(line.group(1)) : -1;
    }

    @Test
    void theViewIsWrittenOverAndNothingOfItIsLeft() throws IOException {
        try (var server = new LoadedServer();
                var tmux = new Tmux(state)) {
            var screen = tmux.start(
                    "load",
                    "trap : INT;", // else the shell ends with it
                    "load",
                    "--target",
                    server.target(),
                    "--clients",
                    "8",
                    "--rate",
                    "100",
                    "--duration",
                    "1h",
                    "--warmup",
                    "0");
            screen.await(text -> seconds(text) >= 2);
            assertThat(screen.text().lines())
                    .as("only the last second is there")
                    .hasSize(3)
                    .anyMatch(line -> line.contains("deliveries/s  p50"));
            screen.resize(30, 24);
            int before = seconds(screen.text());
            screen.await(text -> seconds(text) > before);
            assertThat(screen.text().lines()).hasSize(3).allMatch(line -> line.length() < 30);
            screen.resize(80, 24).press("C-c");
            Tmux.awaitRestored(screen, 4);
            assertThat(screen.text())
                    .contains("verdict       INVALID: stopped before its time")
                    .doesNotContain("behind schedule", "deliveries/s  p50");
        }
    }
}
