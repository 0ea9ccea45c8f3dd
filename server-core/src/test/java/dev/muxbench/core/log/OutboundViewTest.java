package dev.muxbench.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutboundViewTest {
    private final SegmentPool pool = new SegmentPool(1 << 20);
    private final RoomLog log = newLog();
    private final OutboundView view = new OutboundView(log);

    private RoomLog newLog() {
        return new RoomLog(pool, new LogLimits(64, 256, 1024), () -> 0, () -> {});
    }

    private int offered() {
        return Objects.requireNonNull(view.next(100)).remaining();
    }

    @Test
    void aReplyIsCountedUntilItIsTaken() {
        assertThat(view.pendingEdits()).isZero();
        view.insert(log, ByteBuffer.allocate(3));
        view.insert(log, ByteBuffer.allocate(4));
        assertThat(view.pendingEdits()).isEqualTo(2);
        assertThat(view.replyBytes()).isEqualTo(7);
        assertThat(offered()).isEqualTo(3);
        view.advance(2);
        assertThat(view.pendingEdits()).isEqualTo(2);
        assertThat(view.replyBytes()).isEqualTo(5);
        assertThat(offered()).isEqualTo(1);
        view.advance(1);
        assertThat(view.pendingEdits()).isEqualTo(1);
    }

    @Test
    void theFirstReplyIsBeforeAllElse() {
        view.insertFirst(ByteBuffer.allocate(2));
        assertThat(offered()).isEqualTo(2);
    }

    @Test
    void adjoiningLinesOfOnesOwnAreLeftOutAtOnce() {
        view.skip(0, 10);
        view.skip(10, 30);
        assertThat(view.pendingEdits()).isEqualTo(1);
        view.skip(31, 40);
        assertThat(view.pendingEdits()).isEqualTo(2);
    }

    @Test
    void whoIsClosedOnTheWayToAnotherLogKeepsNothingOfIt() {
        var other = newLog();
        view.switchTo(log, other);
        view.close();
        log.close();
        other.close();
        assertThat(pool.inUseBytes()).isZero();
        assertThat(pool.inUseChunks()).isZero();
    }
}
