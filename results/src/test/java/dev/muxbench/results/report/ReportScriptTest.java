package dev.muxbench.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's script, as far as it needs no page, in Node.js: {@code src/test/js}. Where there is none the tests are skipped, unless
 * {@code MUXBENCH_REQUIRE_NODE} is set.
 */
class ReportScriptTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void find() throws InterruptedException {
        assumeTrue(System.getenv("MUXBENCH_REQUIRE_NODE") != null || isThere(), "no node on the PATH");
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void node(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(arguments);
        command.addFirst("node");
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void itsTestsPass() throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("--test"));
        try (var files = Files.newDirectoryStream(Path.of("src/test/js"), "*.test.mjs")) {
            files.forEach(file -> arguments.add(file.toString()));
        }
        assertThat(arguments).hasSizeGreaterThan(1);
        node(arguments);
    }

    /** Of two modules that declare the same name neither would run. */
    @Test
    void itsModulesAreOneScript() throws IOException, InterruptedException {
        var script = ReportPage.script();
        assertThat(script).doesNotContainPattern("(?m)^(import|export)\\b");
        node(List.of(
                "--check",
                Files.writeString(folder.resolve("script.mjs"), script).toString()));
    }
}
