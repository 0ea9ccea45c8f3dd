package dev.muxbench.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.load.net.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
    private static LoadPlan plan(int clients, int senders, int rooms, Arrivals arrivals, Population population) {
        return new LoadPlan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                clients,
                senders,
                arrivals,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                64,
                rooms,
                1,
                Transport.JDK,
                population);
    }

    private static List<LoadPlan> shares(LoadPlan whole, int parts) {
        return IntStream.rangeClosed(1, parts)
                .mapToObj(number -> new Part("run", number, parts).shareOf(whole))
                .toList();
    }

    @Test
    void sharesAddUpToTheWhole() {
        var whole = plan(
                101,
                10,
                7,
                new Arrivals.ConstantRate(200),
                Population.builder()
                        .unruly(Role.SLOW_READER, 5)
                        .slowBytesPerSecond(100)
                        .joinsPerSecond(40)
                        .build());
        var shares = shares(whole, 3);
        assertThat(shares).extracting(LoadPlan::clients).containsExactly(34, 34, 33);
        assertThat(shares).extracting(LoadPlan::senders).containsExactly(4, 3, 3);
        assertThat(shares).extracting(LoadPlan::rooms).containsExactly(3, 2, 2);
        assertThat(shares)
                .extracting(share -> share.population().count(Role.SLOW_READER))
                .containsExactly(2, 2, 1);
        assertThat(shares.stream().mapToDouble(share -> share.population().joinsPerSecond()))
                .containsExactly(40.0 / 3, 40.0 / 3, 40.0 / 3);
        assertThat(shares)
                .extracting(LoadPlan::arrivals)
                .containsExactly(
                        new Arrivals.ConstantRate(80), new Arrivals.ConstantRate(60), new Arrivals.ConstantRate(60));
        assertThat(shares).allSatisfy(share -> {
            assertThat(share.warmup()).isEqualTo(whole.warmup());
            assertThat(share.duration()).isEqualTo(whole.duration());
            assertThat(share.lineBytes()).isEqualTo(whole.lineBytes());
        });
    }

    @Test
    void aWindowIsSharedToo() {
        var shares = shares(plan(20, 4, 4, new Arrivals.ClosedWindow(10), Population.STEADY), 4);
        assertThat(shares)
                .extracting(LoadPlan::arrivals)
                .containsExactly(
                        new Arrivals.ClosedWindow(3),
                        new Arrivals.ClosedWindow(3),
                        new Arrivals.ClosedWindow(2),
                        new Arrivals.ClosedWindow(2));
    }

    @Test
    void otherArrivalsAreSharedToo() {
        var changing = new Arrivals.ChangingRate(100, 400, Duration.ofSeconds(5), 10);
        assertThat(shares(plan(20, 4, 4, changing, Population.STEADY), 2))
                .extracting(LoadPlan::arrivals)
                .containsOnly(new Arrivals.ChangingRate(50, 200, Duration.ofSeconds(5), 5));
        assertThat(shares(plan(20, 4, 4, new Arrivals.Poisson(changing, 7), Population.STEADY), 2))
                .extracting(LoadPlan::arrivals)
                .allMatch(share -> share instanceof Arrivals.Poisson(Arrivals.ChangingRate rate, long seed)
                        && rate.fromLinesPerSecond() == 50)
                .doesNotHaveDuplicates(); // each part has times of its own
        assertThat(shares(plan(20, 4, 4, new Arrivals.Bursts(9, Duration.ofSeconds(1)), Population.STEADY), 2))
                .extracting(LoadPlan::arrivals)
                .containsExactly(
                        new Arrivals.Bursts(5, Duration.ofSeconds(1)), new Arrivals.Bursts(4, Duration.ofSeconds(1)));
        var thinking = new Arrivals.ThinkTime(Duration.ofSeconds(1));
        assertThat(shares(plan(20, 4, 4, thinking, Population.STEADY), 2))
                .extracting(LoadPlan::arrivals)
                .containsOnly(thinking);
    }

    @Test
    void theWholeIsNotChanged() {
        var whole = plan(20, 4, 1, new Arrivals.ConstantRate(10), Population.STEADY);
        assertThat(Part.WHOLE.shareOf(whole)).isSameAs(whole);
        assertThat(Part.WHOLE.roomPrefix()).isEqualTo("load-");
    }

    /** Four senders in four parts at 100 lines/s: each sends every 40 ms, and all together one line every 10 ms. */
    @Test
    void linesOfAllPartsAreDueAtEvenDistances() {
        var whole = plan(20, 4, 4, new Arrivals.ConstantRate(100), Population.STEADY);
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(number -> new Part("run", number, 4).delay(whole)))
                .containsExactly(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(30));
        assertThat(shares(whole, 4)).extracting(LoadPlan::arrivals).containsOnly(new Arrivals.ConstantRate(25));
    }

    @Test
    void noTwoPartsOrRunsShareARoom() {
        var prefixes = new HashSet<String>();
        for (var run : List.of("a", "b", "a-1", "a_1")) {
            for (int number = 1; number <= 12; number++) {
                assertThat(prefixes.add(new Part(run, number, 12).roomPrefix())).isTrue();
            }
        }
        assertThat(new Part("twelve-chars", 1000, 1000).roomPrefix() + "9999")
                .hasSizeLessThanOrEqualTo(31); // docs/protocol.md
    }

    @ParameterizedTest
    @CsvSource({
        "20, 4, 3, 16, rooms must be at least 4: each part talks in rooms of its own",
        "20, 3, 4, 16, 'senders must be at least 4, one for each part'",
        "20, 4, 4, 3, 'in-flight must be at least 4, one for each part'",
        "16, 4, 8, 16, 'part 2 of 3: clients must be at least twice the rooms'"
    })
    void whatIsTooLittleForSoManyParts(int clients, int senders, int rooms, int window, String message) {
        var whole = plan(clients, senders, rooms, new Arrivals.ClosedWindow(window), Population.STEADY);
        assertThatThrownBy(() -> shares(whole, message.contains("of 3") ? 3 : 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"a, 0, 2", "a, 3, 2", "a, 1, 1001", "'', 1, 2", "a b, 1, 2", "thirteenchars, 1, 2"})
    void whatIsNoPart(String run, int number, int of) {
        assertThatThrownBy(() -> new Part(run, number, of)).isInstanceOf(IllegalArgumentException.class);
    }
}
