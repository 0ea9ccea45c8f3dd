package dev.muxbench.cli.load.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.load.parts.PartMessage;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import dev.muxbench.load.record.LoadStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadJsonTest {
    private static <T> T again(T value, Class<T> type) throws IOException {
        return LoadJson.MAPPER.readValue(LoadJson.MAPPER.writerFor(type).writeValueAsString(value), type);
    }

    @Test
    void aPlanIsReadAsItWasWritten() throws IOException {
        for (var arrivals : List.of(
                new Arrivals.ConstantRate(0.1),
                new Arrivals.Poisson(new Arrivals.ChangingRate(1, 2.5, Duration.ofMillis(1), 0.5), Long.MIN_VALUE),
                new Arrivals.Bursts(3, Duration.ofSeconds(1)),
                new Arrivals.ClosedWindow(7),
                new Arrivals.ThinkTime(Duration.ZERO))) {
            for (var address : new byte[][] {{127, 0, 0, 1}, new byte[16]}) {
                var plan = new LoadPlan(
                        new InetSocketAddress(InetAddress.getByAddress(address), 7711),
                        10,
                        2,
                        arrivals,
                        Duration.ofMillis(1500),
                        Duration.ofNanos(1),
                        64,
                        2,
                        1,
                        Transport.JDK,
                        Population.builder()
                                .unruly(Role.SLOW_READER, 1)
                                .slowBytesPerSecond(2)
                                .joinsPerSecond(3.5)
                                .build());
                assertThat(again(plan, LoadPlan.class)).isEqualTo(plan);
            }
        }
    }

    @Test
    void aReportIsReadAsItWasWritten() throws IOException {
        var report = new PartFixture(new Part("run", 2, 3)).lost(3).stopped().report();
        assertThat(again(report, LoadReport.class)).isEqualTo(report);
    }

    @Test
    void messagesAreReadAsTheyWereWritten() throws IOException {
        var fixture = new PartFixture(new Part("run", 1, 2));
        for (var message : List.of(
                new PartMessage.Connecting(1, 2),
                new PartMessage.Standing(new LoadStatus(1, 2, 3, 4, 5, 6)),
                new PartMessage.Elapsed(fixture.intervals.getLast()),
                new PartMessage.Draining(6),
                new PartMessage.Done(fixture.report()),
                new PartMessage.Failed("a \"reason\"\nin two lines"))) {
            assertThat(again(message, PartMessage.class)).isEqualTo(message);
            assertThat(LoadJson.MAPPER.writerFor(PartMessage.class).writeValueAsString(message))
                    .doesNotContain("\n")
                    .startsWith("{");
        }
        var order = new PartMessage.Order(fixture.report().plan(), new Part("run", 1, 2));
        assertThat(again(order, PartMessage.Order.class)).isEqualTo(order);
    }
}
