package dev.muxbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code muxbench run} with servers in JVMs of their own, and what can be done with its folder. */
class RunCommandTest {
    private static final String SCENARIO = """
            question: How?
            need: the best
            clients: 6
            senders: 2
            lineBytes: 64
            rate: 200
            warmup: 100ms
            duration: 300ms
            primary: deliveriesPerSecond
            figures: [deliveriesPerSecond, serverCpuNanosPerDelivery, latencyP99Nanos]
            """;

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aFolderWithASpace() throws IOException {
        folder = Files.createDirectory(temporary.resolve("my runs"));
        Files.writeString(folder.resolve("tiny.yaml"), SCENARIO);
    }

    /** Returns the exit code. */
    private int muxbench(Object... words) {
        var line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(List.of(words).stream().map(Object::toString).toArray(String[]::new));
    }

    private int run(Path to, String backends, int rounds) {
        return muxbench(
                "run",
                "--scenario",
                folder.resolve("tiny.yaml"),
                "--backends",
                backends,
                "--rounds",
                rounds,
                "--out",
                to);
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void aRunLeavesAFolderThatAllCommandsRead() throws IOException {
        var to = folder.resolve("first");
        assertThat(run(to, "nio,again=nio,example", 3)).as("%s%s", out, err).isIn(0, 4); // a busy machine is late
        var order = new ArrayList<String>();
        json(to.resolve("trials.json")).forEach(trial -> {
            if (trial.path("attempt").asInt() == 1) {
                order.add(trial.path("backend").asText());
            }
        });
        assertThat(order)
                .containsExactly("nio", "again", "example", "again", "example", "nio", "example", "nio", "again");
        var manifest = json(to.resolve("manifest.json"));
        assertThat(manifest.path("called").path("again").asText()).isEqualTo("nio");
        assertThat(manifest.path("serverCommand").path("example").asText()).contains("--backend example");
        assertThat(json(to.resolve("verdict.json")).path("verdict").asText()).isIn("VALID", "INVALID");
        assertThat(json(to.resolve("environment.json")).has("stealSecondsDuringRun"))
                .isTrue();
        var trial = json(to.resolve("trials.json")).path(0);
        assertThat(trial.path("figures").path("lost").asDouble(-1)).isZero();
        assertThat(trial.path("figures").path("deliveries").asDouble())
                .isEqualTo(trial.path("figures").path("expectedDeliveries").asDouble())
                .isPositive();
        assertThat(to.resolve(trial.path("files").asText() + "-server.log"))
                .content()
                .contains("[gc");
        assertThat(to.resolve("report.html")).exists();
        assertThat(out.toString()).contains("tiny: How?", "x nio", "again", "verdict: ");

        assertThat(muxbench("report", to, "--out", folder.resolve("page.html")))
                .as("%s", err)
                .isZero();
        assertThat(folder.resolve("page.html")).exists();
        assertThat(muxbench("export", to)).as("%s", err).isZero();
        assertThat(to.resolve("export/tiny-again-6.hgrm")).exists();
        compareTwoOfIt(to);
    }

    /** On a machine that is busy with something else all trials of a backend may be INVALID, and are compared as such. */
    private void compareTwoOfIt(Path run) throws IOException {
        int code = muxbench("compare", run + "@nio", run + "@again");
        assertThat(code).as("%s", err).isZero();
        if (hasValidTrial(run, "nio") && hasValidTrial(run, "again")) {
            assertThat(out.toString()).contains("trials of the same round paired");
        } else {
            assertThat(out.toString()).contains("is INVALID: see its verdict.json");
        }
        assertThat(muxbench("compare", run, run)).as("%s", err).isZero();
        assertThat(out.toString()).contains("1.000");
    }

    private static boolean hasValidTrial(Path run, String backend) throws IOException {
        boolean[] found = {false};
        json(run.resolve("trials.json"))
                .forEach(trial -> found[0] |= trial.path("backend").asText().equals(backend)
                        && trial.path("verdict").asText().equals("VALID"));
        return found[0];
    }

    @Test
    void aServerThatDoesNotStartIsAFailedTrialWithItsReason() throws IOException {
        var to = folder.resolve("failed");
        Files.writeString(folder.resolve("tiny.yaml"), SCENARIO.replace("clients: 6", "clients: 6000"));
        int code = muxbench(
                "run",
                "--scenario",
                folder.resolve("tiny.yaml"),
                "--backends",
                "nio",
                "--rounds",
                1,
                "--out",
                to,
                "--clients",
                "1000000");
        assertThat(code).isEqualTo(1); // more than there are descriptors, said before anything runs
        assertThat(err.toString()).contains("file descriptors").hasLineCount(1);
        assertThat(to).doesNotExist();
    }

    @Test
    void aFolderWithResultsIsNotOverwritten() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("old")).resolve("x"), "x");
        assertThat(run(folder.resolve("old"), "nio", 1)).isEqualTo(1);
        assertThat(err.toString()).contains("is not empty").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --rounds 2 --budget 1m | --rounds and --budget exclude each other
                    --rounds 0 | --rounds must be from 1 to 1000, not 0
                    --backends nio,nio | names one twice
                    --backends a/b=nio | 'a/b' is no name
                    --backends nio --baseline x | --baseline must be one of [nio], not x
                    --budget 0s | --budget must be above 0
                    --precision 0 | --precision must be above 0
                    --precision much | 'much' is not a percentage
                    --clients 1 | --clients must be from 2
                    """)
    void wrongUsageIsOneLine(String options, String complaint) {
        var words = new ArrayList<Object>(List.of("run", "--scenario", folder.resolve("tiny.yaml")));
        words.addAll(List.of(options.split(" ")));
        assertThat(muxbench(words.toArray())).isEqualTo(2);
        assertThat(err.toString()).contains(complaint).hasLineCount(1);
    }

    @Test
    void whatIsNoRunIsOneLine() {
        for (var command : List.of("report", "export")) {
            err.getBuffer().setLength(0);
            assertThat(muxbench(command, folder.resolve("none"))).isEqualTo(1);
            assertThat(err.toString()).contains("does not exist").hasLineCount(1);
            err.getBuffer().setLength(0);
            assertThat(muxbench(command, folder)).isEqualTo(1);
            assertThat(err.toString()).contains("no folder of a run").hasLineCount(1);
        }
    }

    @Test
    void aDamagedRunIsReportedWithAnExitCodeOfItsOwn() throws IOException {
        var to = folder.resolve("damaged");
        run(to, "nio", 1);
        try (var files = Files.newDirectoryStream(to, "*.hlog")) { // two, if the first trial was INVALID
            for (var file : files) {
                Files.writeString(file, Files.readString(file) + "Tag=nio,0.1,0.2,garbage\n");
            }
        }
        assertThat(muxbench("report", to)).isEqualTo(4);
        assertThat(err.toString())
                .contains("tiny-nio-6-round1")
                .contains(".hlog, line")
                .contains("damaged, left out");
        assertThat(muxbench("export", to)).isEqualTo(4);
    }

    @Test
    void aReportThatCannotBeWrittenIsOneLine() {
        var to = folder.resolve("fine");
        run(to, "nio", 1);
        err.getBuffer().setLength(0);
        assertThat(muxbench("report", to, "--out", folder.resolve("no/such/folder.html")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("its folder does not exist").hasLineCount(1);
    }
}
