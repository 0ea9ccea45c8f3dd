package dev.muxbench.cli;

/** Where NATS keeps what is relayed. */
enum RelayStorage {
    FILE,
    MEMORY
}
