package dev.muxbench.netty;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.muxbench.core.spi.Connection;
import io.netty.channel.unix.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The runs of one write as the kernel takes them: an array of struct iovec for writev(2), and in front of it the struct msghdr that
 * sendmsg(2) wants on 64-bit Linux. What lies in the heap is copied, because the kernel cannot be given an address there.
 *
 * <p>Threads: its loop's. Used again by each write: the kernel has read it when the call returns.
 */
final class Iovecs {
    private static final int IOVEC_BYTES = 16; // iov_base, iov_len
    private static final int MESSAGE_BYTES = 56;
    private static final int MESSAGE_IOV = 16;
    private static final int MESSAGE_IOVLEN = 24;

    private final MemorySegment message =
            Arena.ofAuto().allocate(MESSAGE_BYTES + Connection.MOST_RUNS * IOVEC_BYTES, Long.BYTES);
    private final MemorySegment iovecs = message.asSlice(MESSAGE_BYTES);
    private final ByteBuffer copies = ByteBuffer.allocateDirect(Connection.WRITE_BUDGET_BYTES);
    private int count;

    Iovecs() {
        message.set(JAVA_LONG, MESSAGE_IOV, iovecs.address());
    }

    /** @param runs as in {@link Connection#write} */
    void set(ByteBuffer[] runs, int runCount) {
        copies.clear();
        count = runCount;
        for (int i = 0; i < count; i++) {
            var run = runs[i];
            iovecs.setAtIndex(JAVA_LONG, 2L * i, run.isDirect() ? address(run) : copy(run));
            iovecs.setAtIndex(JAVA_LONG, 2L * i + 1, run.remaining());
        }
        message.set(JAVA_LONG, MESSAGE_IOVLEN, count);
    }

    private static long address(ByteBuffer direct) {
        return Buffer.memoryAddress(direct) + direct.position();
    }

    private long copy(ByteBuffer run) {
        long address = address(copies);
        copies.put(copies.position(), run, run.position(), run.remaining());
        copies.position(copies.position() + run.remaining());
        return address;
    }

    /** Of the first iovec. */
    long address() {
        return iovecs.address();
    }

    int count() {
        return count;
    }

    MemorySegment message() {
        return message;
    }
}
