package dev.muxbench.load.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A room of two receivers and two senders, who do not receive their own lines; each sees the lines from where it has come to. */
class TotalOrderTest {
    private static final int SENDERS = 2;
    private static final int MEMBERS = 4;

    private record Line(int sender, int number) {}

    private final TotalOrder total = new TotalOrder(SENDERS, 1);
    private final Verifier verifier = new Verifier(total);

    private static Receiver member(int id, boolean givesPositions) {
        return new Receiver(id, 0, SENDERS, false, givesPositions);
    }

    private static List<Line> lines(int count, Random random) {
        var next = new int[SENDERS];
        var lines = new ArrayList<Line>();
        for (int i = 0; i < count; i++) {
            int sender = random.nextInt(SENDERS);
            lines.add(new Line(sender, next[sender]++));
        }
        return lines;
    }

    /** Everybody gets its lines in order, but who is ahead of whom changes all the time. */
    private long misordered(List<List<Line>> received, List<Receiver> members, Random random) {
        var at = new int[received.size()];
        long left = received.stream().mapToLong(List::size).sum();
        while (left > 0) {
            int member = random.nextInt(received.size());
            for (int some = random.nextInt(8);
                    some > 0 && at[member] < received.get(member).size();
                    some--) {
                var line = received.get(member).get(at[member]++);
                verifier.onLine(members.get(member), line.sender, line.sender, line.number);
                left--;
            }
        }
        members.forEach(verifier::end);
        return verifier.counts().misordered();
    }

    private static List<List<Line>> toEach(List<Line> lines, int first) {
        var received = new ArrayList<List<Line>>();
        for (int member = first; member < MEMBERS; member++) {
            int id = member;
            received.add(new ArrayList<>(
                    lines.stream().filter(line -> line.sender != id).toList()));
        }
        return received;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void oneOrderForAllIsNoFault(long seed) {
        var random = new Random(seed);
        var received = toEach(lines(2000, random), 0);
        var members = List.of(member(0, false), member(1, false), member(2, true), member(3, true));
        assertThat(misordered(received, members, random)).isZero();
        assertThat(verifier.counts().any()).isFalse();
    }

    /** At any member, sender or not, whoever is ahead. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void twoSwappedLinesOfDifferentSendersAreFound(long seed) {
        var random = new Random(seed);
        var received = toEach(lines(2000, random), 0);
        var victim = received.get(2 + random.nextInt(2)); // with two senders the others receive one's lines only
        int at = 1000;
        while (victim.get(at).sender == victim.get(at + 1).sender) {
            at++;
        }
        Collections.swap(victim, at, at + 1);
        var members = List.of(member(0, false), member(1, false), member(2, true), member(3, true));
        assertThat(misordered(received, members, random)).isPositive();
        assertThat(verifier.counts().reordered()).isZero();
        assertThat(verifier.counts().duplicated()).isZero();
    }

    /** The first gives the positions, so nobody knows where its own lines are. All others are compared, at the end at the latest. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereEverybodySendsOneOfThemGivesThePositions(boolean swapped) {
        var room = new Verifier(new TotalOrder(3, 1));
        var giver = new Receiver(0, 0, 3, false, true);
        room.onLine(giver, 1, 1, 0);
        room.onLine(giver, 2, 2, 0);
        var other = new Receiver(3, 0, 3, false, false);
        room.onLine(other, 0, 0, 0); // of the one that gives positions
        room.onLine(other, swapped ? 2 : 1, swapped ? 2 : 1, 0);
        room.onLine(other, swapped ? 1 : 2, swapped ? 1 : 2, 0);
        room.end(other);
        assertThat(room.counts().misordered()).isEqualTo(swapped ? 1 : 0);
    }

    @Test
    void whatIsLostIsNoMatterOfOrder() {
        var one = member(2, true);
        var other = member(3, true);
        for (int number = 0; number < 5; number++) {
            verifier.onLine(one, number % 2, number % 2, number / 2);
        }
        verifier.onLine(other, 0, 0, 0);
        verifier.onLine(other, 0, 0, 2); // what is between never comes
        assertThat(verifier.counts().misordered()).isZero();
    }

    /** Who is further behind than is remembered is not compared, and gives no positions either. */
    @Test
    void whatIsForgottenIsNotGivenAnotherPosition() {
        var one = member(2, true);
        int laps = 1 << 17; // more than the latest lines of a sender
        for (int number = 0; number < laps; number++) {
            verifier.onLine(one, 0, 0, number);
        }
        assertThat(total.position(0, 0)).isEqualTo(TotalOrder.FORGOTTEN);
        assertThat(total.give(0, 0, 0)).isEqualTo(TotalOrder.FORGOTTEN);
        assertThat(total.position(0, laps - 1)).isEqualTo(laps);
        assertThat(total.position(1, 0)).isEqualTo(TotalOrder.UNKNOWN);
    }

    /** It may have a line before others have those from before it came. */
    @Test
    void whoComesBackGivesNoPositionsBeforeItHasMetOne() {
        var one = member(2, true);
        var back = member(3, true);
        back.beginVisit();
        verifier.onLine(back, 0, 0, 1);
        assertThat(total.position(0, 1)).isEqualTo(TotalOrder.UNKNOWN);
        verifier.onLine(one, 0, 0, 0);
        verifier.onLine(one, 0, 0, 1);
        verifier.onLine(back, 0, 0, 2); // nothing is between the one before, which has a position now, and this one
        assertThat(total.position(0, 2)).isPositive();
        verifier.onLine(one, 0, 0, 2);
        verifier.end(back);
        assertThat(verifier.counts().misordered()).isZero();
    }
}
