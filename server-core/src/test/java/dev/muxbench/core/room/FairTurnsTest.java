package dev.muxbench.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is written to once is written to again when all others who may be written to have had their turn; counted in turns. */
class FairTurnsTest {
    private static final int MEMBERS = 5 * RoomShare.FLUSH_BUDGET + 17;
    private static final int TURNS = 400;
    private static final int MOST_TURNS_APART =
            2 * ((MEMBERS + RoomShare.FLUSH_BUDGET - 1) / RoomShare.FLUSH_BUDGET) + 1;

    private final Loop loop = new ChatServer(ServerConfig.defaults()).openLoop(() -> {});
    private final List<Member> members = new ArrayList<>();
    private int turn;

    /** Its write is done at once, or, as with a completion queue, when the next turn begins. */
    private final class Member implements Connection {
        final boolean completesLater;
        final Inbound session;
        int pending;
        int lastTurn;
        int writes;
        int longestTurns;

        Member(boolean completesLater) {
            this.completesLater = completesLater;
            this.session = loop.accept(this);
        }

        void complete() {
            if (pending > 0) {
                int done = pending;
                pending = 0;
                session.onWritable(done);
            }
        }

        @Override
        public int write(ByteBuffer[] runs, int count) {
            longestTurns = Math.max(longestTurns, turn - lastTurn);
            lastTurn = turn;
            writes++;
            int bytes = 0;
            for (int i = 0; i < count; i++) {
                bytes += runs[i].remaining();
            }
            pending = completesLater ? bytes : 0;
            return completesLater ? 0 : bytes;
        }

        @Override
        public void resumeReading() {}

        @Override
        public void shutdownOutput() {}

        @Override
        public void close(CloseReason reason) {}

        @Override
        public @Nullable InetSocketAddress remoteAddress() {
            return null;
        }
    }

    private void gather(boolean completesLater) {
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Member(completesLater));
        }
        while (!loop.prepareToSleep()) {
            members.forEach(Member::complete);
            loop.runTurn();
        }
        members.forEach(Member::complete);
    }

    private void turn() {
        turn++;
        loop.awake();
        members.forEach(Member::complete);
        loop.runTurn();
    }

    private static void say(Member member, String text) {
        if (member.session.readBudget() > 0) {
            member.session.onBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The senders' own lines cut the log into runs; that costs them no turns. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void membersThatSpeakAreServedLikeThoseThatDoNot(boolean completesLater) {
        gather(completesLater);
        for (int i = 0; i < TURNS; i++) {
            turn();
            for (int speaker = 0; speaker < 4; speaker++) {
                say(members.get(speaker * (MEMBERS / 4)), "one\ntwo\nthree\n");
            }
        }
        assertThat(members).allSatisfy(member -> assertThat(member.longestTurns).isBetween(1, MOST_TURNS_APART));
    }

    /** What does not fit into one write has to wait like the others' first one. */
    @Test
    void whoHasMoreThanOneWriteWaitsForTheOthers() {
        gather(false);
        members.forEach(member -> member.writes = 0);
        say(members.getFirst(), ("x".repeat(999) + "\n").repeat(60));
        var listeners = members.subList(1, MEMBERS);
        do {
            turn();
            var statistics =
                    listeners.stream().mapToInt(member -> member.writes).summaryStatistics();
            assertThat(statistics.getMax() - statistics.getMin()).isLessThanOrEqualTo(1);
        } while (!loop.prepareToSleep());
        assertThat(listeners).allSatisfy(member -> assertThat(member.writes).isEqualTo(2));
    }
}
