package dev.muxbench.cli.serve;

/** Where NATS keeps what is relayed. */
enum RelayStorage {
    FILE,
    MEMORY
}
