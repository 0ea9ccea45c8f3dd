package dev.muxbench.peers;

/** A server that listens on a port of its own of 127.0.0.1. Threads: any. */
public interface PeerServer extends AutoCloseable {
    int port();

    /** Its threads, for people. */
    String threads();

    @Override
    void close();
}
