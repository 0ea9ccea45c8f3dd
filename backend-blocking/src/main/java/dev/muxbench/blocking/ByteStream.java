package dev.muxbench.blocking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What a connection's threads read from and write to: a channel, or TLS on a channel. Both calls wait. */
interface ByteStream {
    /** @return bytes, at least 1; -1 at the end */
    int read(ByteBuffer into) throws IOException;

    /**
     * @param runs  of bytes, one behind the other; the first ones may be done, and their memory must not be touched then
     * @param count of them
     * @return bytes done, at least 1
     */
    int write(ByteBuffer[] runs, int count) throws IOException;

    /** Plain text. */
    record Plain(SocketChannel channel) implements ByteStream {
        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public int write(ByteBuffer[] runs, int count) throws IOException {
            int first = 0;
            while (!runs[first].hasRemaining()) {
                first++; // a channel would touch its memory all the same
            }
            return (int) (count - first == 1 ? channel.write(runs[first]) : channel.write(runs, first, count - first));
        }
    }
}
