package dev.muxbench.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.ChatServer;
import dev.muxbench.core.config.ServerConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Says something where all threads share one carrier (see the pom). */
@Timeout(60)
@SuppressWarnings("ThreadPriorityCheck") // the yielding is what is tested
class CrowdingTest {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int PATIENCE = 2_000; // ticks

    private final Crowding crowding =
            new Crowding(new VirtualThreadsProvider(), new ChatServer(ServerConfig.defaults()));
    private final CountDownLatch running = new CountDownLatch(2);
    private volatile boolean stopped;

    /** A busy thread that lets others go first: a carrier that has two of them looks nowhere else. */
    private void goOn() {
        while (!stopped) {
            running.countDown();
            if (crowding.isCrowded()) {
                BlockingProvider.giveWay();
            } else {
                Thread.yield();
            }
        }
    }

    private void startTwo() throws InterruptedException {
        Thread.ofVirtual().start(() -> {
            Thread.ofVirtual().start(this::goOn); // from inside: it waits for the carrier that this one has
            goOn();
        });
        running.await();
    }

    @AfterEach
    void stop() {
        stopped = true;
        crowding.end();
    }

    @Test
    void whoIsWokenFromOutsideGetsATurnAlthoughTwoKeepTheCarrierBusy() throws InterruptedException {
        startTwo();
        var turn = new CountDownLatch(1);
        Thread.ofVirtual().start(turn::countDown);
        boolean came = false;
        for (int tick = 0; tick < PATIENCE && !came; tick++) {
            var _ = crowding.look();
            came = turn.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertThat(came).isTrue();
    }

    @Test
    void theCrowdIsOverOnceTheProbeHasHadItsTurn() throws InterruptedException {
        startTwo();
        for (int tick = 0; tick < 5; tick++) {
            var _ = crowding.look();
            TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
        }
        stopped = true;
        for (int tick = 0; tick < PATIENCE && crowding.isCrowded(); tick++) {
            TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
        }
        assertThat(crowding.isCrowded()).isFalse();
    }

    /** A collection holds up the probe, and everybody else. */
    @Test
    void aTickOrTwoMayBeMissed() {
        for (int tick = 0; tick < 3; tick++) {
            var _ = crowding.look();
        }
        assertThat(crowding.isCrowded()).isFalse();
    }
}
