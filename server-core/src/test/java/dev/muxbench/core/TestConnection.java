package dev.muxbench.core;

import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes everything at once, or nothing, or as much as it may. */
public final class TestConnection implements Connection {
    public final StringBuilder received = new StringBuilder();
    public boolean reads = true;
    public int mayTake = Integer.MAX_VALUE; // bytes, in all
    public Runnable onResumeReading = () -> {};

    public @Nullable CloseReason closed;

    @Override
    public int write(ByteBuffer[] runs, int count) {
        int done = 0;
        for (int i = 0; i < count; i++) {
            done += take(runs[i]);
        }
        return done;
    }

    private int take(ByteBuffer bytes) {
        if (!reads) {
            return 0;
        }
        int count = Math.min(mayTake, bytes.remaining());
        mayTake -= count;
        received.append(StandardCharsets.UTF_8.decode(bytes.slice(bytes.position(), count)));
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public void resumeReading() {
        onResumeReading.run();
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public void close(CloseReason reason) {
        closed = reason;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return null;
    }
}
