package dev.muxbench.blocking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What a connection's threads read from and write to: a channel, or what encrypts before it. Both wait. */
interface ByteStream {
    /** @return bytes, at least 1; -1 at the end */
    int read(ByteBuffer into) throws IOException;

    /**
     * @param runs  of bytes, one behind the other; some of the first may have nothing left
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
            return (int) (count == 1 ? channel.write(runs[0]) : channel.write(runs, 0, count));
        }
    }
}
