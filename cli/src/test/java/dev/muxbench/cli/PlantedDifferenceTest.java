package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.results.Figure;
import dev.muxbench.results.Finding;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunView;
import dev.muxbench.results.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backend beside itself with a difference that was put there: one so large that no busy machine hides it. The rate is given, because
 * in a closed loop a slower server sends more lines at once, and each of them costs it less.
 */
@Tag("commands")
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PlantedDifferenceTest {
    private static final String SCENARIO = """
            question: How?
            need: the best
            clients: 100
            senders: 4
            size: 64
            rate: 300
            most-late: 10s
            warmup: 200ms
            duration: 300ms
            primary: serverCpuNanosPerDelivery
            figures: [serverCpuNanosPerDelivery]
            """;

    @TempDir
    private Path folder;

    @Test
    void twiceTheCpuTimeOfEachTurnIsShown() throws IOException {
        var scenario = Files.writeString(folder.resolve("planted.yaml"), SCENARIO);
        var to = folder.resolve("run");
        var said = new StringWriter();
        var line = Main.commandLine();
        line.setOut(new PrintWriter(said, true));
        line.setErr(new PrintWriter(said, true));
        line.execute(
                "run",
                "--scenario",
                scenario.toString(),
                "--backends",
                "nio,twice=burning[-J-Dburning.share=1]",
                "--epochs",
                "4",
                "--passes",
                "4",
                "--out",
                to.toString());
        var nio = new Trial.Cell("planted", "nio", 100, null);
        var ratios = RunView.of(RunFiles.open(to)).summary().ratios(nio, Figure.SERVER_CPU);
        assertThat(ratios.get(nio.withBackend("twice")))
                .as("%s", said)
                .satisfies(twice -> assertThat(twice.finding()).as("%s", twice).isEqualTo(Finding.WORSE));
    }
}
