package dev.muxbench.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * CPU time of the kernel alone per delivery, as a function of the bytes per send: the lower bound for a server. It
 * depends on the size because the kernel needs less per delivery if one call takes more bytes. Between two measured
 * sizes the time is interpolated linearly in the logarithms of size and time.
 *
 * <p>Threads: any.
 */
public final class KernelFloor {
    /** Ratio up to which sizes are the same: under an open loop several requested sizes may become one size with noise. */
    private static final double SAME = 1.05;

    /**
     * A measured point.
     *
     * @param bytes mean bytes per send
     * @param nanos CPU time per delivery, in nanoseconds
     */
    public record Batch(double bytes, double nanos) {}

    /** What is known of the kernel at a size: a delivery in a larger send takes no more than one in a smaller send. */
    private enum Bound {
        MEASURED("", ""),
        /** The size is above all measured sizes. */
        AT_MOST("at most ", "at least "),
        /** The size is below all measured sizes. */
        AT_LEAST("at least ", "at most ");

        private final String kernel;
        private final String server;

        Bound(String kernel, String server) {
            this.kernel = kernel;
            this.server = server;
        }
    }

    /** A server compared with the kernel alone at the server's own bytes per send. */
    public static final class Beside {
        private final Bound bound;
        private final double nanos;
        private final double ratio;
        private final String size;

        private Beside(Bound bound, double nanos, double ratio, String size) {
            this.bound = bound;
            this.nanos = nanos;
            this.ratio = ratio;
            this.size = size;
        }

        /** Returns the kernel's CPU time per delivery, for people: {@code 19.2 ns}. */
        public String kernel() {
            return bound.kernel + Numbers.significant(nanos) + " ns";
        }

        /** Returns the server's CPU time as a multiple of the kernel's, for people: {@code x1.31}. */
        public String ratio() {
            return bound.server + "x" + Numbers.ratio(ratio, ratio);
        }

        /** Returns the bytes per send, for people. */
        public String size() {
            return size;
        }
    }

    private final List<Batch> batches = new ArrayList<>(); // ascending by bytes

    /** @param measured at least one point, in any order; points of about the same size become their geometric mean */
    public KernelFloor(List<Batch> measured) {
        var alike = new ArrayList<Batch>();
        for (var batch : measured.stream()
                .sorted(Comparator.comparingDouble(Batch::bytes))
                .toList()) {
            if (!alike.isEmpty() && batch.bytes > alike.getFirst().bytes * SAME) {
                batches.add(mean(alike));
                alike.clear();
            }
            alike.add(batch);
        }
        batches.add(mean(alike));
    }

    private static Batch mean(List<Batch> batches) {
        double bytes =
                batches.stream().mapToDouble(batch -> Math.log(batch.bytes)).sum();
        double nanos =
                batches.stream().mapToDouble(batch -> Math.log(batch.nanos)).sum();
        return new Batch(Math.exp(bytes / batches.size()), Math.exp(nanos / batches.size()));
    }

    /** Returns the floor of these cells; empty if none has both bytes per send and CPU time. */
    static Optional<KernelFloor> of(List<Trial.Cell> limits, RunSummary summary) {
        var measured =
                limits.stream().flatMap(cell -> batch(cell, summary).stream()).toList();
        return measured.isEmpty() ? Optional.empty() : Optional.of(new KernelFloor(measured));
    }

    /** Returns the point of a cell; empty if its bytes per send or its CPU time are unknown. */
    public static Optional<Batch> batch(Trial.Cell cell, RunSummary summary) {
        double bytes = summary.level(cell, Figure.BYTES_PER_SEND).value();
        double nanos = summary.level(cell, Figure.SERVER_CPU).value();
        return bytes > 0 && nanos > 0 ? Optional.of(new Batch(bytes, nanos)) : Optional.empty();
    }

    /** Returns the measured points, ascending by bytes. */
    public List<Batch> batches() {
        return batches;
    }

    /** Compares a server with the kernel alone. */
    public Beside beside(Batch server) {
        var size = String.format(Locale.ROOT, "%,.0f bytes per send", server.bytes);
        if (server.bytes > batches.getLast().bytes * SAME) {
            return beside(Bound.AT_MOST, batches.getLast(), server, size + ", above all that were measured");
        }
        if (server.bytes < batches.getFirst().bytes / SAME) {
            return beside(Bound.AT_LEAST, batches.getFirst(), server, size + ", below all that were measured");
        }
        return beside(Bound.MEASURED, new Batch(server.bytes, nanosAt(server.bytes)), server, size);
    }

    private static Beside beside(Bound bound, Batch kernel, Batch server, String size) {
        return new Beside(bound, kernel.nanos, server.nanos / kernel.nanos, size);
    }

    private double nanosAt(double bytes) {
        var low = batches.getFirst();
        if (bytes <= low.bytes) {
            return low.nanos;
        }
        for (var high : batches) {
            if (bytes <= high.bytes) {
                double share = Math.log(bytes / low.bytes) / Math.log(high.bytes / low.bytes);
                return low.nanos * Math.pow(high.nanos / low.nanos, share);
            }
            low = high;
        }
        return low.nanos;
    }
}
