package dev.muxbench.core.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one view's write, each a window on a segment's memory or on a reply. A window is moved as long as the memory is one
 * of the last two: a log whose members keep up goes back and forth between two chunks, and then nothing is allocated.
 *
 * <p>Threads: the view's.
 */
final class Runs {
    private ByteBuffer[] buffers = new ByteBuffer[1];
    private @Nullable Chunk[] chunks = new Chunk[1]; // whose memory that is; null for a reply
    private @Nullable ByteBuffer[] otherBuffers = new ByteBuffer[1];
    private @Nullable Chunk[] otherChunks = new Chunk[1];
    private int count;

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** The first {@link #count()} of them are runs. */
    ByteBuffer[] buffers() {
        return buffers;
    }

    @SuppressWarnings("ReferenceEquality") // the very same memory
    void add(Chunk chunk, int from, int to) {
        makeRoom();
        if (chunks[count] != chunk) {
            var known = otherChunks[count] == chunk ? otherBuffers[count] : null;
            otherChunks[count] = chunks[count];
            otherBuffers[count] = buffers[count];
            chunks[count] = chunk;
            buffers[count] = known == null ? chunk.duplicateForReading() : known;
        }
        buffers[count++].limit(to).position(from);
    }

    void add(ByteBuffer reply, int from, int to) {
        makeRoom();
        chunks[count] = null;
        buffers[count++] = reply.slice(from, to - from);
    }

    private void makeRoom() {
        if (count == buffers.length) {
            int room = 2 * count;
            buffers = Arrays.copyOf(buffers, room);
            chunks = Arrays.copyOf(chunks, room);
            otherBuffers = Arrays.copyOf(otherBuffers, room);
            otherChunks = Arrays.copyOf(otherChunks, room);
        }
    }
}
