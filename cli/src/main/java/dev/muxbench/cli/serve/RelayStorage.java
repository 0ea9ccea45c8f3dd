package dev.muxbench.cli.serve;

/** The place where NATS keeps what is relayed. */
enum RelayStorage {
    FILE,
    MEMORY
}
