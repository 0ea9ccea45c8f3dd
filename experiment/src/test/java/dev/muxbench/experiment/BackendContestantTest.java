package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendContestantTest {
    @TempDir
    private Path folder;

    @Test
    void aBackendIsItsOwnName() {
        assertThat(BackendContestant.parse(" nio")).isEqualTo(new BackendContestant("nio", "nio"));
        assertThat(BackendContestant.parse("again=nio")).isEqualTo(new BackendContestant("again", "nio"));
    }

    @Test
    void settingsAreOptionsOfTheServerAndOfItsJvm() {
        var contestant = BackendContestant.parse("two=nio[--io-threads 2 -J-XX:+UseZGC --high-water=1MiB]");
        assertThat(contestant.serveOptions()).containsExactly("--io-threads", "2", "--high-water=1MiB");
        assertThat(contestant.jvmOptions()).containsExactly("-XX:+UseZGC");
        assertThat(contestant.text()).isEqualTo("nio[--io-threads 2 --high-water=1MiB -J-XX:+UseZGC]");
        assertThat(contestant.launch(List.of("--max-line=8KiB")).command())
                .containsSubsequence("-XX:+UseZGC", "serve", "--backend", "nio", "--max-line=8KiB", "--io-threads", "2")
                .doesNotContain("-XX:+UseSerialGC");
    }

    /** What the user's shell exports must not change what is measured. */
    @Test
    void onlyItsCommandLineCounts() {
        assertThat(BackendContestant.parse("nio")
                        .launch(List.of("--max-line", "2K"))
                        .command())
                .containsSubsequence("serve", "--ignore-environment", "--max-line", "2K");
    }

    private Path executable(String name) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void anotherJavaIsOneThatCanBeRun() throws IOException {
        var java = executable("jre/bin/java");
        var contestant = BackendContestant.parse("jdk=nio[java:" + folder.resolve("jre") + "]");
        assertThat(contestant.launch(List.of()).command().getFirst()).isEqualTo(java.toString());
    }

    @ParameterizedTest
    @CsvSource({"muxbench", "bin/muxbench"})
    void anotherBuildIsATreeOrAnArchive(String launcher) throws IOException {
        var file = executable(launcher);
        var contestant = BackendContestant.parse("old=nio[build:" + folder + "]");
        assertThat(contestant.launch(List.of()).command())
                .startsWith(file.toString(), "serve")
                .doesNotContain("-cp");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nio[--io-threads 2]   | nio[--io-threads 2] needs a name, as in two=nio[--io-threads 2]
            a b=nio               | 'a b' is no name
            two=nio[--io-threads  | is none of nio, again=nio and two=nio[--io-threads 2]
            a=b=nio               | is none of nio
            jdk=nio[java:/nowhere]   | /nowhere has no bin/java
            old=nio[build:/nowhere]  | /nowhere has neither muxbench nor bin/muxbench
            """)
    void mistakesAreSaid(String text, String complaint) {
        assertThatThrownBy(() -> BackendContestant.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }
}
