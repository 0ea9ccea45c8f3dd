package dev.muxbench.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine.TypeConversionException;

class ServerCpusTest {
    @Test
    void serversAndGeneratorHaveHalfEach() {
        assertThat(ServerCpus.halves(List.of(0, 1))).isEqualTo(new ServerCpus(List.of(0), List.of(1)));
        assertThat(ServerCpus.halves(List.of(2, 5, 7))).isEqualTo(new ServerCpus(List.of(2, 5), List.of(7)));
        assertThat(ServerCpus.halves(List.of(3))).isEqualTo(ServerCpus.ANY);
    }

    @Test
    void aListIsForServersOnly() {
        assertThat(new ServerCpus.Parser().convert("0,2-3")).isEqualTo(new ServerCpus(List.of(0, 2, 3), List.of()));
        assertThatThrownBy(() -> new ServerCpus.Parser().convert("half")).isInstanceOf(TypeConversionException.class);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void autoTakesThoseOfThisProcess() {
        var cpus = new ServerCpus.Parser().convert("auto");
        assertThat(cpus.cpus()).doesNotContainAnyElementsOf(cpus.forGenerator());
    }
}
