package dev.muxbench.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import java.nio.ByteBuffer;

/**
 * A connection's writes through Netty's pipeline, one at a time. Each run is a buffer around the log's own memory; all are flushed
 * together, so that the transport writes them in one call.
 *
 * <p>Without TLS Netty tells of each part that the kernel has taken, run by run; the session is told of all runs of a part at once,
 * because a part is a call into the kernel. With TLS the session is told when all runs are sent.
 *
 * <p>Threads: the loop's.
 */
final class NettyWrite implements ChannelProgressiveFutureListener {
    private final NettyConnection connection;
    private int pendingRuns;
    private int pendingBytes; // not told to the session as done
    private int untoldBytes; // of these, done
    private long writtenOfRun; // of the first one that is pending
    private boolean inCall;

    NettyWrite(NettyConnection connection) {
        this.connection = connection;
    }

    /** Returns the bytes that are done at once; the others are reported to the session. */
    int write(Channel channel, ByteBuffer[] runs, int count) {
        inCall = true;
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            int ofRun = runs[i].remaining();
            if (ofRun > 0) {
                bytes += ofRun;
                pendingRuns++;
                pendingBytes += ofRun;
                var promise = channel.newProgressivePromise().addListener(this);
                var _ = channel.write(Unpooled.wrappedBuffer(runs[i]), promise);
            }
        }
        channel.flush();
        inCall = false;
        var _ = takeUntold();
        return bytes - pendingBytes;
    }

    private int takeUntold() {
        int bytes = untoldBytes;
        pendingBytes -= bytes;
        untoldBytes = 0;
        return bytes;
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture run, long progress, long total) {
        untoldBytes += (int) (progress - writtenOfRun);
        writtenOfRun = progress;
        if (progress < total && !inCall) { // else the next run follows, or the end
            connection.onWriteProgress(takeUntold());
        }
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture run) {
        writtenOfRun = 0;
        pendingRuns--;
        if (!run.isSuccess()) {
            connection.onWriteFailure(run.cause());
        } else if (pendingRuns == 0) {
            int rest = pendingBytes;
            pendingBytes = 0;
            untoldBytes = 0;
            if (!inCall) {
                connection.onWritable(rest);
            }
        }
    }
}
