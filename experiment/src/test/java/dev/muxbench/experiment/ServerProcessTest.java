package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    /** What the user's shell exports must not change what is measured. */
    @Test
    void onlyItsCommandLineCounts() {
        assertThat(ServerProcess.command(new Contestant("nio", "nio"), List.of("--max-line", "2K")))
                .containsSubsequence("serve", "--ignore-environment", "--max-line", "2K");
    }
}
