package dev.muxbench.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sleepers are woken in parts. */
class WakeUpsTest {
    private static final int CROWD = 4 * WakeUps.PART;

    private final WakeUps wakeUps = new WakeUps();
    private final ArrayDeque<Sleeper> woken = new ArrayDeque<>(); // in this order
    private final List<Sleeper> crowd = new ArrayList<>();

    /** Its thread is played by the test. */
    private final class Sleeper extends WakeUps.Sleeper {
        int wakes;

        @Override
        void unpark() {
            woken.add(this);
        }

        /** It wakes up, has its turn, and sleeps again. */
        void run() {
            wakes++;
            if (isToGoOn(wakeUps)) {
                wakeUps.goOn();
            }
            fallAsleep();
        }
    }

    private void gather(int sleepers) {
        for (int i = 0; i < sleepers; i++) {
            var sleeper = new Sleeper();
            sleeper.fallAsleep();
            crowd.add(sleeper);
        }
    }

    private void wakeAll() {
        crowd.forEach(wakeUps::wake);
    }

    private void run(int most) {
        for (int n = 0; n < most && !woken.isEmpty(); n++) {
            woken.remove().run();
        }
    }

    @Test
    void theLastOfAPartWakesTheNext() {
        gather(CROWD);
        wakeAll();
        assertThat(woken).hasSize(WakeUps.PART);
        run(WakeUps.PART - 1);
        assertThat(woken).hasSize(1);
        run(1);
        assertThat(woken).hasSize(WakeUps.PART);
        run(Integer.MAX_VALUE);
        assertThat(crowd).allSatisfy(sleeper -> assertThat(sleeper.wakes).isEqualTo(1));
    }

    @Test
    void soItIsInASmallRoom() {
        gather(WakeUps.PART + 2);
        wakeAll();
        assertThat(woken).hasSize(WakeUps.PART);
        run(Integer.MAX_VALUE);
        assertThat(crowd).allSatisfy(sleeper -> assertThat(sleeper.wakes).isEqualTo(1));
    }

    @Test
    void fewAreWokenAtOnce() {
        gather(WakeUps.PART - 1);
        wakeAll();
        assertThat(woken).containsExactlyElementsOf(crowd);
    }

    /** A small room does not wait for all the members of a large one. */
    @Test
    void whoIsWokenByAnotherThreadHasItsTurnSoon() throws InterruptedException {
        gather(CROWD);
        wakeAll();
        gather(WakeUps.TURN);
        var few = crowd.subList(CROWD, crowd.size());
        Thread.ofPlatform().start(() -> few.forEach(wakeUps::wake)).join();
        run(WakeUps.PART);
        assertThat(woken).containsAll(few);
        run(Integer.MAX_VALUE);
        assertThat(crowd).allSatisfy(sleeper -> assertThat(sleeper.wakes).isEqualTo(1));
    }

    /** Else the first ones would be woken for each line, and the last ones wait for long. */
    @Test
    void nobodyHasASecondTurnBeforeTheRest() throws InterruptedException {
        gather(CROWD);
        wakeAll();
        run(WakeUps.PART);
        Thread.ofPlatform().start(this::wakeAll).join();
        run(CROWD - WakeUps.PART);
        assertThat(crowd).allSatisfy(sleeper -> assertThat(sleeper.wakes).isEqualTo(1));
    }

    /** It is woken, but may have to wait for its own client. */
    @Test
    void nobodyWaitsForOneThatDoesNotSleep() {
        gather(CROWD);
        for (int i = 0; i < CROWD; i += 2) {
            assertThat(crowd.get(i).isToGoOn(wakeUps)).isFalse(); // awake, and busy from now on
        }
        wakeAll();
        while (!woken.isEmpty()) {
            var sleeper = woken.remove();
            if (crowd.indexOf(sleeper) % 2 == 1) {
                sleeper.run();
            } else {
                sleeper.wakes++;
            }
        }
        assertThat(crowd).allSatisfy(sleeper -> assertThat(sleeper.wakes).isEqualTo(1));
    }

    @Test
    void whatComesMeanwhileJoinsTheRest() {
        gather(CROWD);
        wakeAll();
        run(WakeUps.PART + 1);
        wakeAll();
        run(Integer.MAX_VALUE);
        assertThat(crowd).allSatisfy(sleeper -> assertThat(sleeper.wakes).isBetween(1, 2));
        assertThat(crowd.subList(0, WakeUps.PART + 1))
                .allSatisfy(sleeper -> assertThat(sleeper.wakes).isEqualTo(2));
    }

    /** With threads of their own, again and again: each wake ends a sleep. */
    @Test
    @Timeout(60)
    void noWakeIsLost() throws InterruptedException {
        int rounds = 1000;
        var threads = new ArrayList<Parked>();
        for (int i = 0; i < 2 * WakeUps.PART; i++) {
            threads.add(new Parked());
        }
        for (int round = 0; round < rounds; round++) {
            var done = new CountDownLatch(threads.size());
            for (var thread : threads) {
                thread.done = done;
                wakeUps.wake(thread);
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        threads.forEach(thread -> thread.end = true);
        threads.forEach(wakeUps::wake);
        for (var thread : threads) {
            thread.thread.join();
        }
    }

    private final class Parked extends WakeUps.Sleeper {
        private volatile CountDownLatch done;
        private volatile boolean end;
        private final Thread thread = Thread.ofPlatform().start(this::live);

        private void live() {
            while (!end) {
                fallAsleep();
                if (done == null && !end) {
                    LockSupport.park(this);
                }
                if (isToGoOn(wakeUps)) {
                    wakeUps.goOn();
                }
                var counted = done;
                done = null;
                if (counted != null) {
                    counted.countDown();
                }
            }
        }

        @Override
        void unpark() {
            LockSupport.unpark(thread);
        }
    }
}
