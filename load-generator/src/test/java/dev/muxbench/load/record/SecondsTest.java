package dev.muxbench.load.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondsTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Interval> passedOn = new ArrayList<>();
    private final Seconds seconds = new Seconds(2, passedOn::add);

    private static Interval interval(long second, long deliveries) {
        return new Interval(
                second * SECOND,
                (second + 1) * SECOND,
                Interval.Phase.MEASURED,
                0,
                deliveries,
                Recording.newHistogram(),
                0);
    }

    /** The one has an interval more in its queue than the other, and still it is the same second that is joined. */
    @Test
    void intervalsAreJoinedBySecondsAndNotByTheirOrder() {
        for (int second = 0; second < 4; second++) {
            seconds.add(0, interval(second, 10));
        }
        assertThat(passedOn).isEmpty();
        seconds.add(1, interval(2, 1)); // it has begun later, or tells of nothing before
        assertThat(passedOn)
                .extracting(Interval::startNanos, Interval::deliveries)
                .containsExactly(tuple(0L, 10L), tuple(SECOND, 10L), tuple(2 * SECOND, 11L));
        seconds.end(1);
        seconds.end(0);
        assertThat(passedOn).hasSize(4).last().extracting(Interval::deliveries).isEqualTo(10L);
    }
}
