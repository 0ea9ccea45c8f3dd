package dev.muxbench.cli.load.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.verify.FaultCounts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class SpeechSummaryTest {
    private static final FaultCounts FAULTS =
            new FaultCounts(0, 0, 0, 0, 1, 0, 0, null, 0, "757365723a303e204d301b5b0d0a", 2, "-ERR 'no'");

    @Test
    void aCorruptedDeliveryIsShownAsItCameAndAsText() {
        var out = new StringWriter();
        SpeechSummary.printExamples(new PrintWriter(out), FAULTS);
        assertThat(out.toString())
                .containsSubsequence("75736572", "as text     user:0> M0.[..", "server error  -ERR 'no'");
        assertThat(out.toString()).hasLineCount(3).doesNotContain("\u001b");
    }

    @Test
    void whatWasWrongIsInTheReport() {
        var map = new LinkedHashMap<String, Object>();
        SpeechSummary.putExamples(map, FAULTS);
        assertThat(map)
                .containsEntry("corruptedExampleHex", "757365723a303e204d301b5b0d0a")
                .containsEntry("serverErrors", 2L)
                .containsEntry("serverError", "-ERR 'no'");
    }
}
