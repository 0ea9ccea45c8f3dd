package dev.muxbench.load;

/** Is told how a run goes on. Threads: the one that runs it. */
public interface LoadListener {
    /** So many of the clients are connected and greeted. */
    void onConnecting(int ready, int clients);

    /** About a second has passed. */
    void onInterval(Interval interval);

    /** Nothing more is sent; what is on its way is waited for. */
    void onDraining(long missingDeliveries);
}
