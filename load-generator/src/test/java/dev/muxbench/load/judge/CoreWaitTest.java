package dev.muxbench.load.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CoreWaitTest {
    @TempDir
    Path folder;

    private CoreWait of(String statistics) throws IOException {
        return new CoreWait(Files.writeString(folder.resolve("schedstat"), statistics));
    }

    @Test
    void itIsTheSecondOfThreeNumbers() throws IOException {
        assertThat(of("1000245 15904230 2\n").nanos()).hasValue(15_904_230);
    }

    @Test
    void withoutStatisticsItIsNotKnown() throws IOException {
        assertThat(of("").nanos()).isEmpty();
        assertThat(of("1000245 many 2\n").nanos()).isEmpty();
        assertThat(new CoreWait(folder.resolve("none")).nanos()).isEmpty();
        assertThat(new CoreWait(null).nanos()).isEmpty();
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void linuxKnowsItOfEachThread() {
        assertThat(CoreWait.ofThisThread().nanos()).isPresent();
    }
}
