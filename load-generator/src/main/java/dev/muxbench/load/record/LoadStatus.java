package dev.muxbench.load.record;

/**
 * Where a run stands; counts include the warm-up.
 *
 * @param connected       clients that are in
 * @param sent            lines
 * @param expected        deliveries that these must cause
 * @param delivered       of these, verified
 * @param connectionsLost without slow readers
 * @param faults          deliveries that were lost or wrong, as far as is known
 */
public record LoadStatus(int connected, long sent, long expected, long delivered, int connectionsLost, long faults) {
    /** Before anything. */
    public static final LoadStatus NONE = new LoadStatus(0, 0, 0, 0, 0, 0);

    public LoadStatus plus(LoadStatus other) {
        return new LoadStatus(
                connected + other.connected,
                sent + other.sent,
                expected + other.expected,
                delivered + other.delivered,
                connectionsLost + other.connectionsLost,
                faults + other.faults);
    }
}
