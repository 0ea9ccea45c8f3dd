package dev.muxbench.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client can make a room wait for, whatever it is just then; in virtual time. */
class OverloadLawsTest extends VirtualPeople {
    private static final Duration STALL = Duration.ofMillis(400); // of somebody who comes, reads nothing, and goes

    private void join(Client client, String room) {
        client.say("/join " + room + "\n");
        lobby.turn();
    }

    /** It has not been sent all of its old room's lines, so it cannot be sent the new one's: these wait for it all the same. */
    @Test
    void whoComesFromARoomThatItDoesNotReadIsWaitedForAsLongAsAnybody() {
        var speaker = lobby.connect();
        lobby.connect();
        lobby.connect();
        var stuck = lobby.connect();
        var helper = lobby.connect();
        join(stuck, "away");
        join(helper, "away");
        stuck.connection.reads = false;
        helper.say("x\n");
        lobby.turn();
        stuck.say("/join lobby\n");
        assertThat(lobby.talk(speaker, Duration.ofMinutes(1))).isLessThanOrEqualTo(TIMEOUT);
        assertThat(stuck.closed()).isEqualTo(CloseReason.SLOW_CONSUMER);
        assertThat(server.counters().closed()).isEqualTo(1);
    }

    @Test
    void whoQuitsAndStaysIsNotWaitedFor() {
        var speaker = lobby.connect();
        lobby.connect();
        var leaver = lobby.connect();
        leaver.say("/quit\n");
        lobby.turn();
        assertThat(lobby.talk(speaker, Duration.ofMillis(200))).isZero();
        assertThat(leaver.closed()).isNull();
        assertThat(server.clients()).isEqualTo(2);
    }

    /** One after another, each as soon as the one before has had to go. */
    @Test
    void allWhoStandStillInAMinuteTogetherMayCostWhatOneMay() {
        var speaker = lobby.connect();
        for (int i = 0; i < 4; i++) {
            lobby.connect();
        }
        Duration silence = Duration.ZERO;
        int culprits = 0;
        for (long end = nowNanos + Duration.ofMinutes(1).toNanos(); nowNanos < end; culprits++) {
            var culprit = lobby.connect();
            culprit.connection.reads = false;
            while (culprit.closed() == null && nowNanos < end) {
                silence = silence.plus(lobby.talk(speaker, Duration.ofNanos(STEP_NANOS)));
            }
        }
        assertThat(culprits).isGreaterThan(10);
        assertThat(silence).isLessThan(TIMEOUT.plusSeconds(culprits / 5)); // four looks each
        assertThat(lobby.clients.subList(0, 5))
                .allSatisfy(client -> assertThat(client.closed()).isNull());
    }

    /** The others are slow now and then, all together: that excuses nobody who has just come and reads nothing. */
    @Test
    void whoComesAgainAndAgainIsNotTakenForOneOfManyThatAreSlow() {
        var speaker = lobby.connect();
        var others = Stream.generate(lobby::connect).limit(4).toList();
        lobby.talk(speaker, Duration.ofSeconds(2));
        Duration silence = Duration.ZERO;
        int culprits = 0;
        for (long end = nowNanos + Duration.ofMinutes(1).toNanos(); nowNanos < end; culprits++) {
            var culprit = lobby.connect();
            culprit.connection.reads = false;
            silence = silence.plus(lobby.talk(speaker, STALL));
            culprit.connection.close(CloseReason.IO_ERROR); // by itself, if it is still there
            lobby.turn();
            others.forEach(other -> other.connection.reads = false);
            lobby.talk(speaker, Duration.ofNanos(3 * STEP_NANOS));
            others.forEach(other -> other.connection.reads = true);
            others.forEach(other -> other.session.onWritable(0));
            lobby.talk(speaker, Duration.ofNanos(STEP_NANOS));
        }
        assertThat(others).allSatisfy(other -> assertThat(other.closed()).isNull());
        assertThat(silence).isLessThan(TIMEOUT.plusNanos(2L * culprits * STEP_NANOS));
    }

    /** Most are slow all the time, and take a little again and again: who stands still beside them costs them nothing. */
    @Test
    void whoComesAgainAndAgainDoesNotCloseThoseWhoAreAsSlowAsMost() {
        var speaker = lobby.connect();
        var others = Stream.generate(lobby::connect).limit(4).toList();
        lobby.talk(speaker, Duration.ofSeconds(2));
        others.forEach(other -> other.connection.mayTake = 4 << 10);
        for (long end = nowNanos + Duration.ofMinutes(2).toNanos(); nowNanos < end; ) {
            var culprit = lobby.connect();
            culprit.connection.reads = false;
            for (int i = 0; i < 20 && culprit.closed() == null; i++) {
                lobby.talk(speaker, Duration.ofNanos(STEP_NANOS));
                others.forEach(other -> other.connection.mayTake = 4 << 10);
                others.forEach(other -> other.session.onWritable(0));
            }
            culprit.connection.close(CloseReason.IO_ERROR); // by itself, if it is still there
            lobby.turn();
        }
        assertThat(others).allSatisfy(other -> assertThat(other.closed()).isNull());
        assertThat(server.counters().closed(CloseReason.SLOW_CONSUMER)).isPositive();
    }

    /** Nobody waits for them any more, but for a look or two: in these the room gets on by half of its mark. */
    @Test
    void howeverManyComeAndStandStillTheRoomGetsOn() {
        var speaker = lobby.connect();
        Stream.generate(lobby::connect).limit(20).forEach(reader -> {});
        var come = new ArrayDeque<Client>();
        long saidBytes = 0;
        int looks = 0;
        while (nowNanos < Duration.ofMinutes(1).toNanos()) {
            boolean isSpent = nowNanos > TIMEOUT.multipliedBy(2).toNanos();
            looks += isSpent ? 1 : 0;
            for (int i = 0; i < 4; i++) {
                var culprit = lobby.connect();
                culprit.connection.reads = false;
                come.add(culprit);
                saidBytes += speaker.tryToSay(BATCH) && isSpent ? BATCH.length() : 0;
                lobby.turn();
            }
            while (come.size() > 8) {
                come.remove().connection.close(CloseReason.IO_ERROR); // by itself, if it is still there
            }
            lobby.pass(Duration.ofNanos(STEP_NANOS));
        }
        assertThat(saidBytes).isGreaterThan(looks / 2 * ServerConfig.MIN_HIGH_WATER_BYTES / 2);
    }

    /** What it has cost since the last look is charged when it goes: nobody looks at it any more. */
    @Test
    void whoGoesBetweenTwoLooksHasCostTheRoomWhatItHasCost() {
        var speaker = lobby.connect();
        Stream.generate(lobby::connect).limit(4).forEach(reader -> {});
        lobby.talk(speaker, Duration.ofSeconds(2));
        Duration silence = Duration.ZERO;
        while (server.counters().closed(CloseReason.SLOW_CONSUMER) == 0) {
            var culprit = lobby.connect();
            culprit.connection.reads = false;
            silence = silence.plus(lobby.talk(speaker, Duration.ofNanos(2 * STEP_NANOS)));
            if (culprit.closed() == null && !speaker.tryToSay(BATCH)) {
                nowNanos += STEP_NANOS - 1;
                silence = silence.plusNanos(STEP_NANOS - 1);
            }
            culprit.connection.close(CloseReason.IO_ERROR); // by itself, if it is still there
            lobby.turn();
            lobby.talk(speaker, Duration.ofNanos(2 * STEP_NANOS));
        }
        assertThat(silence).isBetween(TIMEOUT.dividedBy(2), TIMEOUT.plusSeconds(1));
    }

    /** A thread that waits for its socket hears of the room's wait at its next tick only: what was before that counts as well. */
    @Test
    void aRoomHasWaitedSinceItWasOverTheMarkAndNotSinceSomeLoopLooked() {
        var speaker = lobby.connect();
        Stream.generate(lobby::connect).limit(4).forEach(reader -> {});
        for (Duration spent = Duration.ZERO; spent.compareTo(TIMEOUT) < 0; ) {
            var culprit = lobby.connect();
            culprit.connection.reads = false;
            spent = spent.plus(lobby.talk(speaker, Duration.ofSeconds(10)));
        }
        var elsewhere = new People(server);
        var late = elsewhere.connect();
        late.connection.reads = false;
        speaker.say(BATCH);
        elsewhere.turn();
        assertThat(elsewhere.loop.prepareToSleep()).isTrue();
        while (speaker.tryToSay(BATCH)) {
            lobby.turn();
        }
        nowNanos += STEP_NANOS;
        assertThat(late.closed()).isNull();
        elsewhere.turn();
        assertThat(late.closed()).isEqualTo(CloseReason.SLOW_CONSUMER);
    }

    /** Now and then a byte: that is no progress. */
    @Test
    void whoTakesAByteNowAndThenDoesNotStopARoomForEver() {
        var speaker = lobby.connect();
        var trickling = lobby.connect(); // one of two: no minority
        trickling.connection.mayTake = 0;
        for (int i = 0; i < 100 && trickling.closed() == null; i++) {
            lobby.talk(speaker, Duration.ofSeconds(1));
            trickling.connection.mayTake = 1;
            trickling.session.onWritable(0);
        }
        assertThat(trickling.closed()).isEqualTo(CloseReason.STANDSTILL);
        assertThat(speaker.closed()).isNull();
        assertThat(Duration.ofNanos(nowNanos)).isBetween(TIMEOUT.multipliedBy(3), TIMEOUT.multipliedBy(4));
    }

    @Test
    void aMajorityThatMakesProgressIsWaitedFor() {
        var speaker = lobby.connect();
        var slow = lobby.connect();
        slow.connection.mayTake = 0;
        for (int i = 0; i < 200; i++) {
            lobby.talk(speaker, Duration.ofSeconds(1));
            slow.connection.mayTake = 16 << 10;
            slow.session.onWritable(0);
        }
        assertThat(slow.closed()).isNull();
    }

    /** One busy machine reads for all members, one after the other, and needs seconds for a round: none of them is a slow minority. */
    @ParameterizedTest
    @ValueSource(longs = {4500, 9000})
    void membersThatAreReadByTurnsAreAllWaitedFor(long roundMillis) {
        var speaker = lobby.connect();
        var readers = Stream.generate(lobby::connect).limit(9).toList();
        readers.forEach(reader -> reader.connection.reads = false);
        var turn = Duration.ofMillis(roundMillis / readers.size());
        while (nowNanos < Duration.ofSeconds(45).toNanos()) {
            for (var reader : readers) {
                reader.connection.reads = true;
                reader.session.onWritable(0);
                lobby.turn();
                reader.connection.reads = false;
                reader.connection.received.setLength(0);
                lobby.talk(speaker, turn);
            }
        }
        assertThat(readers).allSatisfy(reader -> assertThat(reader.closed()).isNull());

        // That costs nobody anything afterwards, neither the last one to be read nor one that stands still a minute
        // later.
        lobby.pass(TIMEOUT.dividedBy(2));
        readers.forEach(reader -> reader.connection.reads = true);
        readers.forEach(reader -> reader.session.onWritable(0));
        lobby.talk(speaker, Duration.ofSeconds(20));
        readers.getFirst().connection.reads = false;
        assertThat(lobby.talk(speaker, TIMEOUT.multipliedBy(2))).isBetween(TIMEOUT.dividedBy(2), TIMEOUT);
        assertThat(readers.getFirst().closed()).isEqualTo(CloseReason.SLOW_CONSUMER);
        assertThat(server.counters().closed()).isEqualTo(1);
    }

    /** Each is most of its own room, which nobody uses any more. */
    @Test
    void whoKeepsMemoryInQuietRoomsIsNotPaidForByABusyOne() {
        var small = new ChatServer(config(OverloadPolicy.PUSHBACK, 1 << 20), () -> nowNanos);
        var busy = new People(small);
        var speaker = busy.connect();
        busy.connect();
        var helper = busy.connect();
        var keepers = new ArrayList<Client>();
        for (int i = 0; small.logBytesInUse() < 1 << 20; i++) {
            var keeper = busy.connect();
            keepers.add(keeper);
            keeper.say("/join quiet" + i + "\n");
            helper.say("/join quiet" + i + "\n");
            busy.turn();
            keeper.connection.reads = false;
            for (int batch = 0; batch < 4; batch++) {
                helper.tryToSay(BATCH);
                busy.turn();
            }
        }
        helper.say("/quit\n");
        busy.talk(speaker, TIMEOUT.multipliedBy(2));
        assertThat(keepers).anySatisfy(keeper -> assertThat(keeper.closed()).isEqualTo(CloseReason.LOG_MEMORY));
        assertThat(busy.talk(speaker, Duration.ofSeconds(10))).isZero();
        assertThat(small.counters().closed(CloseReason.SLOW_CONSUMER)).isZero();
        assertThat(speaker.closed()).isNull();
    }

    /** Nobody is waited for, so whoever is over the limit goes, also on its way into the room. */
    @Test
    void withoutPushbackWhoIsOnItsWayIsClosedLikeAnybody() {
        var brokers = new People(new ChatServer(config(OverloadPolicy.DISCONNECT, 64 << 20), () -> nowNanos));
        var speaker = brokers.connect();
        brokers.connect();
        var stuck = brokers.connect();
        var helper = brokers.connect();
        stuck.say("/join away\n");
        helper.say("/join away\n");
        brokers.turn();
        stuck.connection.reads = false;
        helper.say("x\n");
        brokers.turn();
        stuck.say("/join lobby\n");
        assertThat(brokers.talk(speaker, Duration.ofSeconds(1))).isZero();
        assertThat(stuck.closed()).isEqualTo(CloseReason.SLOW_CONSUMER);
    }
}
