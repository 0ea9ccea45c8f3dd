package dev.muxbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    private static final Trial.Cell CELL = new Trial.Cell("saturate", "nio", 10, null);

    @TempDir
    private Path folder;

    private static Profile profile() {
        var counts = new LinkedHashMap<List<String>, Integer>();
        counts.put(List.of("run", "read"), 3);
        counts.put(List.of("run", "flush", "write (native)"), 6);
        counts.put(List.of("run", "flush", "flush"), 1);
        return Profile.of(counts, 12, 5, 2);
    }

    private Path run() throws IOException {
        var run = folder.resolve("run");
        new RunFixture(run, "nio").ask(RunFixture.question("saturate", Figure.SERVER_CPU, List.of()));
        return run;
    }

    @Test
    void aMethodIsCountedOnceInAStack() {
        assertThat(profile().hottest(9))
                .containsExactly(
                        new Profile.Method("write (native)", 6, 6),
                        new Profile.Method("read", 3, 3),
                        new Profile.Method("flush", 1, 7));
        assertThat(profile().hottest(1)).extracting(Profile.Method::frame).containsExactly("write (native)");
    }

    @Test
    void aProfileIsReadAsItWasWritten() throws IOException {
        var run = new RunFixture(folder.resolve("run"), "nio")
                .ask(RunFixture.question("saturate", Figure.SERVER_CPU, List.of()));
        run.folder().writeProfile(CELL, profile().under("VALID"));
        run.folder().writeProfile(CELL.withBackend("redis"), Profile.unavailable("redis is no JVM"));
        assertThat(folder.resolve("run/saturate-nio-10-profile.json")).exists();
        var files = RunFiles.open(folder.resolve("run"));
        assertThat(files.profile(CELL)).contains(profile().under("VALID"));
        assertThat(files.profile(CELL.withBackend("redis"))).contains(Profile.unavailable("redis is no JVM"));
        assertThat(files.profile(CELL.withBackend("other"))).isEmpty();
        assertThat(files.damage()).noneMatch(sentence -> sentence.contains("profile"));
    }

    @Test
    void aDamagedProfileIsNone() throws IOException {
        var run = run();
        Files.writeString(run.resolve("saturate-nio-10-profile.json"), "{\"samples\": 1");
        var files = RunFiles.open(run);
        assertThat(files.profile(CELL)).isEmpty();
        assertThat(files.damage()).contains("saturate-nio-10-profile.json cannot be read: no profile of this server");
    }

    /** As one may be that somebody has edited. */
    @Test
    void aStackOfMethodsThatAreNotThereIsDamage() throws IOException {
        var run = run();
        Files.writeString(
                run.resolve("saturate-nio-10-profile.json"),
                "{\"samples\": 1, \"frames\": [\"run\"], \"stacks\": [{\"samples\": 1, \"frames\": [0, 1]}]}");
        var files = RunFiles.open(run);
        assertThat(files.profile(CELL)).isEmpty();
        assertThat(files.damage()).contains("saturate-nio-10-profile.json cannot be read: no profile of this server");
    }
}
