package dev.muxbench.load.plan;

import java.util.Arrays;
import java.util.List;

/** The role of a client of a load. */
public enum Role {
    SENDER,
    RECEIVER,
    /** Reads at most so many bytes a second, until the measured time is over. */
    SLOW_READER,
    /** Reads nothing until the measured time is over. */
    STUCK_READER,
    /** Sends as fast as the server takes it, and reads as everybody does. */
    FLOODING,
    /** Sends a byte now and then and never ends a line, and reads as everybody does. */
    SLOWLORIS,
    /** Vanishes when the run starts: its kernel answers nothing any more. */
    HALF_OPEN;

    /**
     * The roles of unruly clients, in the order of their numbers as clients. Unruly clients send nothing that is measured, and the
     * server may close them.
     */
    public static final List<Role> UNRULY =
            Arrays.stream(values()).filter(Role::isUnruly).toList();

    public boolean isUnruly() {
        return compareTo(RECEIVER) > 0;
    }

    /** Returns the name in options and scenario files: {@code slow-readers}. */
    public String option() {
        return switch (this) {
            case SENDER -> "senders";
            case RECEIVER -> "clients";
            case SLOW_READER -> "slow-readers";
            case STUCK_READER -> "stuck-readers";
            case FLOODING -> "flooding";
            case SLOWLORIS -> "slowloris";
            case HALF_OPEN -> "half-open";
        };
    }
}
