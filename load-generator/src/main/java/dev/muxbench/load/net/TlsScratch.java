package dev.muxbench.load.net;

import java.nio.ByteBuffer;

/**
 * Room in which records are made and opened: nothing stays in it between two calls of a {@link TlsRecords}.
 *
 * <p>Threads: that of the network, whose connections share it.
 */
final class TlsScratch {
    /** The largest record: its header, and what encryption may add (RFC 5246, section 6.2.3; less in RFC 8446, section 5.2). */
    static final int RECORD_BYTES = 5 + (1 << 14) + 2048;

    /** The most bytes that one read asks the wire for. */
    static final int MOST_READ = 64 << 10;

    /** Likewise: a record has to come whole before one byte of it can be read. */
    static final int LEAST_READ = 4096;

    /** The place of the wire's bytes. It never changes, because a network remembers the place. Earlier bytes stand before it. */
    static final int READ_AT = RECORD_BYTES + LEAST_READ;

    private static final int RECORDS_SEALED = 4;

    final ByteBuffer received = ByteBuffer.allocate(READ_AT + MOST_READ);
    final ByteBuffer opened = ByteBuffer.allocate(RECORD_BYTES);
    final ByteBuffer discarded = ByteBuffer.allocate(MOST_READ); // at once
    final ByteBuffer sealed = ByteBuffer.allocate(RECORDS_SEALED * RECORD_BYTES);
}
