package dev.muxbench.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final String LOST = "finds no connection";

    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notSent = new LinkedBlockingQueue<>();
    private final CountDownLatch serverReads = new CountDownLatch(1);
    private final AtomicLong nanos = new AtomicLong();

    /** A server that reads only when it is told so. */
    private boolean send(String line) {
        sent.add(line);
        try {
            serverReads.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return !line.equals(LOST);
    }

    private Outbox outbox() {
        return new Outbox(this::send, notSent::add, nanos::get);
    }

    @Test
    void whoeverTypesDoesNotWaitForAServerThatDoesNotRead() throws InterruptedException {
        var outbox = outbox();
        assertThat(outbox.offer(LOST)).isTrue();
        assertThat(sent.poll(ChatBackends.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(LOST);
        for (int i = 0; i < Outbox.MOST_LINES; i++) {
            assertThat(outbox.offer("line " + i)).isTrue();
        }
        assertThat(outbox.offer("too many")).isFalse();
        assertThat(outbox.isStuck()).isFalse();
        nanos.set(Duration.ofMinutes(1).toNanos());
        assertThat(outbox.isStuck()).isTrue();
        assertThat(outbox.finish(Duration.ZERO)).isEqualTo(Outbox.MOST_LINES + 1);
        serverReads.countDown();
        assertThat(outbox.finish(ChatBackends.PATIENCE)).isZero();
        assertThat(sent).isEmpty();
        assertThat(notSent).isEmpty();
    }

    @Test
    void allIsSentInOrderBeforeItEnds() throws InterruptedException {
        var outbox = outbox();
        outbox.offer("one");
        outbox.offer("two");
        serverReads.countDown();
        assertThat(outbox.finish(ChatBackends.PATIENCE)).isZero();
        assertThat(sent).containsExactlyElementsOf(List.of("one", "two"));
        assertThat(outbox.isStuck()).isFalse();
        assertThat(notSent).isEmpty();
    }

    @Test
    void whatFindsNoConnectionIsTold() throws InterruptedException {
        var outbox = outbox();
        serverReads.countDown();
        outbox.offer(LOST);
        outbox.offer("hi");
        assertThat(outbox.finish(ChatBackends.PATIENCE)).isZero();
        assertThat(notSent).containsExactly(LOST);
    }
}
