package dev.muxbench.core.log;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/**
 * A block of direct memory that the pool hands out, takes back and finally frees.
 *
 * <p>The memory comes from a shared arena, not from {@code ByteBuffer.allocateDirect}: {@link #free()} returns it to the
 * operating system at once instead of when a collection happens to run, and the arena refuses to close while a system
 * call still reads the memory, so a reclaim that comes too early is an exception and never a torn line.
 *
 * @param arena  owns the memory
 * @param memory the whole block, position 0, limit {@code size}
 * @param size   bytes
 */
record Chunk(Arena arena, ByteBuffer memory, int size) {

    static Chunk allocate(int size) {
        var arena = Arena.ofShared();
        return new Chunk(arena, arena.allocate(size, Long.BYTES).asByteBuffer(), size);
    }

    /** Returns the same memory with a position and a limit of the caller's own. */
    ByteBuffer duplicateForReading() {
        return memory.duplicate();
    }

    void free() {
        arena.close();
    }
}
