package dev.muxbench.load.record;

/** Between two phases of a run. */
public enum Boundary {
    /** Clients begin to connect. Once more, if the run is begun anew with more threads. */
    CONNECTING,
    /** All are connected, and the first line is due in a moment. */
    WARMING_UP,
    /** Lines that are due from now on are measured. */
    MEASURING,
    /** Nothing more is due. */
    DRAINING,
    /** Nothing more will come. */
    DONE
}
