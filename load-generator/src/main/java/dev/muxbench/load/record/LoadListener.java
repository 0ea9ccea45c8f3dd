package dev.muxbench.load.record;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Is told how a run goes on. Threads: the one that runs it. */
public interface LoadListener {
    /** So many of the clients are connected and greeted. */
    default void onConnecting(int ready, int clients) {}

    /** All are, and the first line is due in so long. */
    default void onWaiting(Duration left) {}

    /** About a second has passed. Its histogram is the listener's to read, until it returns. */
    default void onInterval(Interval interval) {}

    /** Before each interval, and at the end. */
    default void onStatus(LoadStatus status) {}

    /**
     * A phase has ended and the next one begins.
     *
     * @param status at that moment
     */
    default void onBoundary(Boundary boundary, LoadStatus status) {}

    /** Nothing more is sent; what is on its way is waited for. */
    default void onDraining(long missingDeliveries) {}

    /** Tells all of these, one after the other. */
    static LoadListener all(List<LoadListener> listeners) {
        return new LoadListener() {
            private void each(Consumer<LoadListener> news) {
                listeners.forEach(news);
            }

            @Override
            public void onConnecting(int ready, int clients) {
                each(listener -> listener.onConnecting(ready, clients));
            }

            @Override
            public void onWaiting(Duration left) {
                each(listener -> listener.onWaiting(left));
            }

            @Override
            public void onInterval(Interval interval) {
                each(listener -> listener.onInterval(interval));
            }

            @Override
            public void onStatus(LoadStatus status) {
                each(listener -> listener.onStatus(status));
            }

            @Override
            public void onBoundary(Boundary boundary, LoadStatus status) {
                each(listener -> listener.onBoundary(boundary, status));
            }

            @Override
            public void onDraining(long missingDeliveries) {
                each(listener -> listener.onDraining(missingDeliveries));
            }
        };
    }
}
