package dev.muxbench.load.protocol;

import java.util.List;

/** Protocols that a jar on the class path adds, found by {@link java.util.ServiceLoader}. Threads: any. */
public interface ProtocolProvider {
    /** Returns the protocols, at least one. */
    List<Protocol> protocols();
}
