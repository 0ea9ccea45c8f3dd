package dev.muxbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.judge.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final Verdict LATE = new Verdict.Invalid(List.of("the generator was late itself"));

    private static Probe probe(Verdict verdict, boolean isOnGoal, boolean isAtRate) {
        return new Probe("s-nio", verdict, isOnGoal, isAtRate, new LinkedHashMap<>(), List.of());
    }

    @Test
    void onlyWhatCanBeTrustedIsKept() {
        assertThat(probe(new Verdict.Valid(), true, true).isKept()).isTrue();
        assertThat(probe(new Verdict.Valid(), false, true).isKept()).isFalse();
        assertThat(probe(LATE, true, true).isKept()).isFalse();
        assertThat(Probe.failed("s-nio", "the server died").isKept()).isFalse();
    }

    /** It is the server's if a rate is not reached, or the generator's: either way it is not kept here. */
    @Test
    void aRateThatIsNotReachedIsNoDoubt() {
        assertThat(probe(LATE, false, true).isDoubtful()).isTrue();
        assertThat(probe(LATE, false, false).isDoubtful()).isFalse();
        assertThat(probe(new Verdict.Valid(), false, true).isDoubtful()).isFalse();
    }
}
