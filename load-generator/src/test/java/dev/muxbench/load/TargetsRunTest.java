package dev.muxbench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.TestChatServer.Fault;
import dev.muxbench.load.client.Client;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.Generator;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.plan.Targets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers that do not know of each other, and what is used of this machine. */
class TargetsRunTest {
    private static final int CLIENTS = 12;
    private static final int SENDERS = 4;

    private static LoadPlan plan(TestChatServer one, TestChatServer other, boolean joined, int rooms, int counted) {
        return new LoadPlan(
                new Targets(List.of(one.address(), other.address()), joined),
                CLIENTS,
                SENDERS,
                new Arrivals.ConstantRate(1000),
                Duration.ZERO,
                Duration.ofMillis(40),
                64,
                rooms,
                new Generator(2, Transport.best()),
                Population.builder().counted(counted, 1).build(),
                Speech.PLAIN);
    }

    private static LoadReport run(boolean joined, int rooms, int counted) throws Exception {
        try (var one = new TestChatServer(Fault.NONE);
                var other = new TestChatServer(Fault.NONE)) {
            return LoadRunTest.load(
                            plan(one, other, joined, rooms, counted),
                            joined ? LoadRunTest.LOSS_IS_CERTAIN : LoadRunTest.PATIENT)
                    .run();
        }
    }

    /** Half of each room's clients and senders are on each server. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void thePartOfARoomOnEachServerIsARoom(int counted) throws Exception {
        var report = run(false, 1, counted);
        assertThat(report.lines().sent()).isEqualTo(40);
        assertThat(report.deliveries().expected()).isEqualTo(40 * (CLIENTS / 2 - 1));
        assertThat(report.deliveries().verified()).isEqualTo(40 * (CLIENTS / 2 - 1));
        assertThat(report.faults().any()).isFalse();
    }

    @Test
    void whereTheyAreToBeOneChatEachLineIsExpectedOnAll() throws Exception {
        var report = run(true, 1, 0);
        assertThat(report.deliveries().expected()).isEqualTo(40 * (CLIENTS - 1));
        assertThat(report.faults().lost()).isEqualTo(40 * CLIENTS / 2);
        assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void eachServerNeedsASenderAndARoomTwoClients() throws Exception {
        try (var one = new TestChatServer(Fault.NONE);
                var other = new TestChatServer(Fault.NONE)) {
            assertThatThrownBy(() -> plan(one, other, false, 4, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("clients must be at least 16, two in each room on each server");
        }
    }

    @Test
    void whatWorkersRunOnCanBeChosen() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            for (int cpu : new int[] {0, 1023}) {
                var plan = new LoadPlan(
                        Targets.of(server.address()),
                        CLIENTS,
                        SENDERS,
                        new Arrivals.ConstantRate(1000),
                        Duration.ZERO,
                        Duration.ofMillis(20),
                        64,
                        1,
                        new Generator(Generator.AUTO, List.of(cpu), Transport.best(), null),
                        Population.STEADY,
                        Speech.PLAIN);
                var run = LoadRunTest.load(plan, LoadRunTest.PATIENT);
                if (cpu == 0) {
                    assertThat(run.run().plan().threads()).isEqualTo(1); // without a warm-up there is nothing to go by
                } else {
                    assertThatThrownBy(run::run)
                            .hasMessage("cannot run on CPU 1023: Invalid argument (sched_setaffinity) (--cpus)");
                }
            }
        }
    }

    @Test
    void aRateThatCannotBeReachedEnds() throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan = new LoadPlan(
                    server.address(),
                    2,
                    1,
                    new Arrivals.ConstantRate(1e8),
                    Duration.ZERO,
                    Duration.ofMillis(50),
                    16 << 10, // a few of them fill the sockets, and have to arrive
                    1,
                    1,
                    Transport.best());
            var report = LoadRunTest.load(plan, LoadRunTest.PATIENT).run();
            assertThat(report.lines().scheduled()).isEqualTo(5_000_000);
            assertThat(report.lines().sent()).isLessThan(5_000_000);
            assertThat(report.faults().any()).isFalse();
            assertThat(report.verdict()).isInstanceOf(Verdict.Invalid.class);
            assertThat(report.verdict().describe())
                    .contains(" of 5000000 scheduled lines were not sent")
                    .contains("the asked rate was not reached: ");
        }
    }

    /** Whatever a worker dies of, before the start or later: the run ends, and says so. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void aWorkerThatDiesEndsTheRun(int atSelect) throws Exception {
        try (var server = new TestChatServer(Fault.NONE)) {
            var plan = new LoadPlan(
                    server.address(),
                    CLIENTS,
                    SENDERS,
                    new Arrivals.ConstantRate(1000),
                    Duration.ZERO,
                    LoadRunTest.LONGEST,
                    64,
                    1,
                    1,
                    Transport.best());
            var run = new LoadRun(
                    plan,
                    LoadRunTest.SILENT,
                    LoadRunTest.PATIENT,
                    () -> new DyingNetwork(plan.transport().open(), atSelect));
            assertThatThrownBy(run::run)
                    .isInstanceOf(LoadException.class)
                    .hasMessage(
                            "a worker of the generator has died of java.lang.AssertionError: enough; its log has more");
        }
    }

    private static final class DyingNetwork extends WatchedNetwork {
        private int selectsLeft;

        DyingNetwork(Network<Client> network, int selects) {
            super(network);
            this.selectsLeft = selects;
        }

        @Override
        void beforeSelect() {
            if (--selectsLeft == 0) {
                throw new AssertionError("enough");
            }
        }
    }
}
