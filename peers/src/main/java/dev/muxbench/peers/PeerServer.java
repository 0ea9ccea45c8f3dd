package dev.muxbench.peers;

/** A server that listens on its own port of 127.0.0.1. Threads: any. */
public interface PeerServer extends AutoCloseable {
    int port();

    /** Returns a description of its threads, for people. */
    String threads();

    @Override
    void close();
}
