package com.example;

import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.Backend;
import dev.muxbench.core.spi.BackendOptions;
import dev.muxbench.core.spi.BackendProvider;
import dev.muxbench.core.spi.CloseReason;
import dev.muxbench.core.spi.Connection;
import dev.muxbench.core.spi.Inbound;
import dev.muxbench.core.spi.Loop;
import dev.muxbench.core.spi.Server;
import dev.muxbench.core.spi.Waker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ServiceLoader;

/**
 * Another backend whose loops waste a share of their CPU time, so that a comparison of the two has a difference of known size to find.
 * What a turn has used, waiting for events included, is known at its end: there the loop spins until it has used that share more.
 *
 * <p>{@code -Dburning.share} is the share (0.05), {@code -Dburning.backend} the other backend ({@code nio}), which must have event loops:
 * elsewhere a loop has more than one thread.
 */
public final class BurningBackend implements BackendProvider {
    private static final String SHARE = "burning.share";

    @Override
    public String name() {
        return "burning";
    }

    @Override
    public Availability availability() {
        return share() >= 0
                ? other().availability()
                : new Availability.Unavailable(SHARE + " must be a number from 0 on, such as 0.05");
    }

    @Override
    public Backend start(Server server, BackendOptions options) throws IOException {
        return other().start(new BurningServer(server, share()), options);
    }

    /** NaN if it is no number. */
    private static double share() {
        try {
            return Double.parseDouble(System.getProperty(SHARE, "0.05"));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static BackendProvider other() {
        var name = System.getProperty("burning.backend", "nio");
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Opens loops that burn. */
    private record BurningServer(Server server, double share) implements Server {
        @Override
        public Loop openLoop(Waker waker) {
            return new BurningLoop(server.openLoop(waker), share);
        }

        @Override
        public Duration lingerTimeout() {
            return server.lingerTimeout();
        }

        @Override
        public void fail(Throwable cause) {
            server.fail(cause);
        }
    }

    /** Threads: the loop's, whose CPU time it reads. */
    private static final class BurningLoop implements Loop {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final Loop loop;
        private final double share;
        private long usedNanos; // until the end of the turn before, what was burnt included

        BurningLoop(Loop loop, double share) {
            this.loop = loop;
            this.share = share;
        }

        @Override
        public void runTurn() {
            loop.runTurn();
            long now = threads.getCurrentThreadCpuTime();
            long enough = now + Math.round(share * (now - usedNanos));
            while (now < enough) {
                Thread.onSpinWait();
                now = threads.getCurrentThreadCpuTime();
            }
            usedNanos = now;
        }

        @Override
        public Inbound accept(Connection connection) {
            return loop.accept(connection);
        }

        @Override
        public void refused(CloseReason reason) {
            loop.refused(reason);
        }

        @Override
        public boolean prepareToSleep() {
            return loop.prepareToSleep();
        }

        @Override
        public void awake() {
            loop.awake();
        }

        @Override
        public long sleepNanos() {
            return loop.sleepNanos();
        }

        @Override
        public boolean isEmpty() {
            return loop.isEmpty();
        }

        @Override
        public void close() {
            loop.close();
        }
    }
}
