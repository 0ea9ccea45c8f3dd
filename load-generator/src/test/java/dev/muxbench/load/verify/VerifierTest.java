package dev.muxbench.load.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.text.Lines;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client must receive that has left and come back: it was back when line 10 had not been begun. */
class VerifierTest {
    private static final int SENDER = 1;

    private final Verifier verifier = new Verifier(null);
    private final Receiver client = new Receiver(7, 0, 2, false);

    @BeforeEach
    void comeBack() {
        client.beginVisit();
        client.setFirstOwed(SENDER, 10);
    }

    private boolean arrives(int number) {
        return verifier.onLine(client, SENDER, SENDER, number) != Verifier.FAULT;
    }

    @Test
    void itMayHaveMissedWhatWasBegunBefore() {
        assertThat(arrives(10)).isTrue();
        assertThat(arrives(11)).isTrue();
        assertThat(verifier.counts()).isEqualTo(FaultCounts.NONE);
        assertThat(client.firstAwaited(SENDER)).isEqualTo(12);
    }

    @Test
    void itMayHaveSomeOfThat() {
        assertThat(arrives(8)).isTrue();
        assertThat(client.isOwed(SENDER, 8)).isFalse();
        assertThat(client.firstAwaited(SENDER)).isEqualTo(10);
        assertThat(arrives(9)).isTrue();
        assertThat(arrives(10)).isTrue();
        assertThat(client.isOwed(SENDER, 10)).isTrue();
        assertThat(verifier.counts()).isEqualTo(FaultCounts.NONE);
    }

    @Test
    void nothingIsLeftOutAfterTheFirst() {
        assertThat(arrives(5)).isTrue();
        assertThat(arrives(8)).isTrue();
        assertThat(verifier.counts().lost()).isEqualTo(2);
        assertThat(arrives(7)).isTrue();
        assertThat(verifier.counts().lost()).isEqualTo(1);
        assertThat(verifier.counts().reordered()).isEqualTo(1);
    }

    /** Those from 10 on are missing from what is expected: it is not counted twice that they are lost. */
    @Test
    void aGapOverTheFirstThatIsOwed() {
        assertThat(arrives(5)).isTrue();
        assertThat(arrives(13)).isTrue();
        assertThat(verifier.counts().lost()).isEqualTo(4);
        assertThat(arrives(12)).isTrue();
        assertThat(verifier.counts().lost()).isEqualTo(4);
        assertThat(arrives(12)).isFalse();
        assertThat(verifier.counts().duplicated()).isEqualTo(1);
    }

    @Test
    void theFirstIsNotLaterThanTheFirstThatIsOwed() {
        assertThat(arrives(12)).isTrue();
        assertThat(arrives(11)).isTrue();
        assertThat(verifier.counts().reordered()).isEqualTo(1);
        assertThat(arrives(10)).isTrue();
        assertThat(verifier.counts().reordered()).isEqualTo(2);
        assertThat(verifier.counts().lost()).isZero();
    }

    @Test
    void twiceIsOnceTooMuch() {
        assertThat(arrives(8)).isTrue();
        assertThat(arrives(8)).isFalse();
        assertThat(arrives(7)).isFalse();
        assertThat(verifier.counts().duplicated()).isEqualTo(2);
    }

    @Test
    void beforeItIsBackNothingIsOwed() {
        client.beginVisit();
        assertThat(arrives(3)).isTrue();
        assertThat(client.isOwed(SENDER, 3)).isFalse();
        client.setFirstOwed(SENDER, 10);
        assertThat(arrives(4)).isTrue();
        assertThat(verifier.counts()).isEqualTo(FaultCounts.NONE);
    }

    @Test
    void theFirstCorruptedLineIsTheExampleCutToSomeBytes() {
        var first = new byte[200];
        Arrays.fill(first, (byte) 0xAB);
        verifier.onCorrupted(first, 20, 200);
        verifier.onCorrupted(new byte[] {1}, 0, 1);
        assertThat(verifier.counts().corrupted()).isEqualTo(2);
        assertThat(verifier.counts().example()).isEqualTo("ab".repeat(160));
    }

    @Test
    void theFirstComplaintIsQuoted() {
        for (var complaint : List.of("-ERR first\r\n", "-ERR second\r\n")) {
            verifier.onComplaint(Lines.ascii(complaint), 1, complaint.length() - 2);
        }
        assertThat(verifier.counts().serverErrors()).isEqualTo(2);
        assertThat(verifier.counts().serverError()).isEqualTo("ERR first");
    }

    @Test
    void whatItHasMissedBeforeItLeftDoesNotExcuseAnythingLater() {
        assertThat(arrives(10)).isTrue();
        assertThat(arrives(12)).isTrue();
        client.beginVisit();
        client.setFirstOwed(SENDER, 20);
        assertThat(arrives(18)).isTrue();
        assertThat(arrives(11)).isFalse();
        assertThat(verifier.counts().reordered()).isZero();
        assertThat(verifier.counts().duplicated()).isEqualTo(1);
    }

    /** Of ten lines of 70 bytes. */
    @ParameterizedTest
    @CsvSource({
        "700, 10, 0, ",
        "699, 9, 0, client 9 has had 1 bytes too few of 700",
        "560, 8, 0, client 9 has had 140 bytes too few of 700",
        "701, 10, 1, client 9 has had 1 bytes too many of 700",
        "840, 10, 2, client 9 has had 140 bytes too many of 700"
    })
    void whoIsCountedMustHaveHadEachByte(long bytes, long verified, long duplicated, String miscount) {
        assertThat(verifier.onCounted(9, bytes, 700, 10)).isEqualTo(verified);
        assertThat(verifier.counts().duplicated()).isEqualTo(duplicated);
        assertThat(verifier.counts().miscounted()).isEqualTo(miscount == null ? 0 : 1);
        assertThat(verifier.counts().miscount()).isEqualTo(miscount);
    }
}
