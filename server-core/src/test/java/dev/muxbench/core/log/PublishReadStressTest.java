package dev.muxbench.core.log;

import java.nio.charset.StandardCharsets;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread publishes two batches, the second one into a new segment; another one reads. What is visible is whole: a
 * reader that sees a batch sees all its bytes, and a second one only after the first.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "nothing published yet")
@Outcome(id = "50, 1", expect = Expect.ACCEPTABLE, desc = "the first batch")
@Outcome(id = "100, 1", expect = Expect.ACCEPTABLE, desc = "both batches, over two segments")
@Outcome(expect = Expect.FORBIDDEN, desc = "a torn batch or bytes that nobody published")
@State
public class PublishReadStressTest {
    private static final byte[] LINE = ("x".repeat(49) + "\n").getBytes(StandardCharsets.UTF_8);

    private final SegmentPool pool = new SegmentPool(1 << 20);
    private final RoomLog log = new RoomLog(pool, new LogLimits(64, 64, 1 << 20), () -> 0, () -> {});
    private final OutboundView view = new OutboundView(log);

    @Actor
    public void publisher() {
        for (int i = 0; i < 2; i++) {
            log.publish(LINE, LINE.length);
        }
    }

    @Actor
    public void reader(II_Result result) {
        int count = 0;
        boolean whole = true;
        while (view.gather(1 << 20) > 0) {
            var run = view.runs()[0];
            for (int i = 0; i < run.remaining(); i++) {
                byte expected = (count + i) % 50 == 49 ? (byte) '\n' : (byte) 'x';
                whole &= run.get(run.position() + i) == expected;
            }
            count += run.remaining();
            view.advance(run.remaining());
        }
        result.r1 = count;
        result.r2 = whole ? 1 : 0;
    }

    /** The memory is not the collector's. */
    @Arbiter
    public void giveBack(II_Result result) {
        view.close();
        log.close();
        pool.close();
    }
}
