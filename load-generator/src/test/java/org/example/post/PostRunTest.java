package org.example.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.LoadRun;
import dev.muxbench.load.RunSettings;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.Verdict;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Speech;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.text.Texts;
import dev.muxbench.load.verify.FaultCounts;
import java.time.Duration;
import java.util.List;
import org.example.post.PostOffice.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs against a server of the test's own, which does its job or one thing wrong. */
class PostRunTest {
    private static final int CLIENTS = 6;
    private static final int SENDERS = 2;
    private static final long LINES = 50;
    private static final Texts VARIED = new Texts.Between(48, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(500); // with what will never come

    private static final class Silent implements LoadListener {}

    private static LoadReport run(PostOffice server, int rooms, Texts texts, Duration drainPatience)
            throws LoadException, InterruptedException {
        var plan = new LoadPlan(
                server.address(),
                CLIENTS,
                SENDERS,
                new Arrivals.ConstantRate(2000),
                Duration.ZERO,
                Duration.ofMillis(25),
                90,
                rooms,
                2,
                Transport.best(),
                Population.STEADY,
                new Speech(Protocols.named("post").orElseThrow(), texts));
        return new LoadRun(plan, new Silent(), new RunSettings(PATIENCE, drainPatience, Duration.ofMillis(2), 100))
                .run();
    }

    @Test
    void itIsFoundByItsName() {
        assertThat(Protocols.all()).extracting(Protocol::name).containsExactly("chat", "redis", "nats", "irc", "post");
        assertThat(Protocols.named("Post")).map(Protocol::defaultPort).hasValue(7712);
    }

    @ParameterizedTest
    @ValueSource(ints = {47, 65_537})
    void whatNoTextMayBeNoProtocolAllows(int bytes) {
        assertThatThrownBy(() -> new Protocol("post", "", 1, bytes, false, true, false, PostDialect::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mostTextBytes must be from 48 to 65536, not " + bytes + " (post)");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "BYTE_BY_BYTE"})
    void everythingIsVerified(Fault how) throws Exception {
        for (var texts : List.of(new Texts.Even(), VARIED)) {
            for (int rooms : new int[] {1, 2}) {
                try (var server = new PostOffice(how)) {
                    var report = run(server, rooms, texts, PATIENCE);
                    assertThat(report.faults()).isEqualTo(FaultCounts.NONE);
                    assertThat(report.deliveries().verified())
                            .isEqualTo(LINES * (CLIENTS / rooms - 1))
                            .isEqualTo(report.deliveries().expected());
                    assertThat(server.awaitAnswers())
                            .as("each question was answered")
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DROP_ONE, 1, 0, 0, 0",
        "DOUBLE_ONE, 0, 1, 0, 0",
        "DAMAGE_ONE, 0, 0, 1, 0",
        "TEAR_ONE, 0, 0, 1, 0",
        "COMPLAIN, 0, 0, 0, 1"
    })
    void eachFaultIsFound(Fault fault, int lost, int duplicated, int corrupted, int errors) throws Exception {
        for (var texts : List.of(new Texts.Even(), VARIED)) {
            try (var server = new PostOffice(fault)) {
                var report = run(server, 1, texts, lost + corrupted > 0 ? SHORT_PATIENCE : PATIENCE);
                var faults = report.faults();
                assertThat(faults.lost()).as("lost").isEqualTo(lost);
                assertThat(faults.duplicated()).as("duplicated").isEqualTo(duplicated);
                assertThat(faults.corrupted()).as("corrupted").isEqualTo(corrupted);
                assertThat(faults.serverErrors()).as("errors of the server").isEqualTo(errors);
                assertThat(report.verdict()).isInstanceOf(Verdict.Failed.class);
            }
        }
    }

    @Test
    void aRefusalIsOneLine() throws Exception {
        try (var server = new PostOffice(Fault.REFUSE)) {
            assertThatThrownBy(() -> run(server, 1, VARIED, PATIENCE))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("client 1 of 6: ")
                    .hasMessageEndingWith("refused it: NO not you, .[31m today");
        }
    }

    @Test
    void anotherKindOfServerIsGivenUpOnWithOneLine() throws Exception {
        try (var server = new PostOffice(Fault.BE_A_STRANGER)) {
            assertThatThrownBy(() -> run(server, 1, VARIED, PATIENCE))
                    .isInstanceOf(LoadException.class)
                    .hasMessageEndingWith("said 'SSH-2.0-OpenSSH_9.2.'; is it a post office?");
        }
    }
}
