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

class ContestantTest {
    @TempDir
    private Path folder;

    @Test
    void aBackendIsItsOwnName() {
        assertThat(Contestant.parse(" nio")).isEqualTo(new Contestant("nio", "nio"));
        assertThat(Contestant.parse("again=nio")).isEqualTo(new Contestant("again", "nio"));
    }

    @Test
    void settingsAreOptionsOfTheServerAndOfItsJvm() {
        var contestant = Contestant.parse("two=nio[--io-threads 2 -J-XX:+UseZGC --high-water=1MiB]");
        assertThat(contestant.serveOptions()).containsExactly("--io-threads", "2", "--high-water=1MiB");
        assertThat(contestant.jvmOptions()).containsExactly("-XX:+UseZGC");
        assertThat(contestant.text()).isEqualTo("nio[--io-threads 2 --high-water=1MiB -J-XX:+UseZGC]");
        assertThat(ServerProcess.command(contestant, List.of("--max-line=8KiB")))
                .containsSubsequence("-XX:+UseZGC", "serve", "--backend", "nio", "--max-line=8KiB", "--io-threads", "2")
                .doesNotContain("-XX:+UseSerialGC");
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
        var contestant = Contestant.parse("jdk=nio[java:" + folder.resolve("jre") + "]");
        assertThat(ServerProcess.command(contestant, List.of()).getFirst()).isEqualTo(java.toString());
    }

    @ParameterizedTest
    @CsvSource({"muxbench", "bin/muxbench"})
    void anotherBuildIsATreeOrAnArchive(String launcher) throws IOException {
        var file = executable(launcher);
        var contestant = Contestant.parse("old=nio[build:" + folder + "]");
        assertThat(ServerProcess.command(contestant, List.of()))
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
        assertThatThrownBy(() -> Contestant.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }
}
