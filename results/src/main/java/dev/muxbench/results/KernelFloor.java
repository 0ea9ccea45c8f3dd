package dev.muxbench.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the kernel alone takes for a delivery, over the bytes that are sent at once: the floor under a server, because the kernel's part of
 * a delivery is the smaller the more bytes one call takes. Between two measured sizes it is interpolated, linear in the logarithms of both.
 *
 * <p>Threads: any.
 */
public final class KernelFloor {
    /** Sizes within this factor are one size and noise: an open loop may not reach the sizes that were asked for. */
    private static final double SAME = 1.05;

    /**
     * A measured one.
     *
     * @param bytes per send, mean
     * @param nanos of CPU per delivery
     */
    public record Batch(double bytes, double nanos) {}

    /** What is known of the kernel at a size of sends. A delivery in a larger send takes no more than one in a smaller send. */
    private enum Bound {
        MEASURED("", ""),
        /** The size is above all that were measured. */
        AT_MOST("at most ", "at least "),
        /** The size is below them. */
        AT_LEAST("at least ", "at most ");

        private final String kernel;
        private final String server;

        Bound(String kernel, String server) {
            this.kernel = kernel;
            this.server = server;
        }
    }

    /** A server beside the kernel at the server's own bytes per send. */
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

        /** CPU per delivery of the kernel, for people: {@code 19.2 ns}. */
        public String kernel() {
            return bound.kernel + Numbers.significant(nanos) + " ns";
        }

        /** Returns how many times that the server takes, for people: {@code x1.31}. */
        public String ratio() {
            return bound.server + "x" + Numbers.ratio(ratio, ratio);
        }

        /** Bytes per send, for people. */
        public String size() {
            return size;
        }
    }

    private final List<Batch> batches = new ArrayList<>(); // by bytes

    /** @param measured at least one, in any order; those of about the same size are taken as one */
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

    /** Empty if none of these cells has both figures. */
    static Optional<KernelFloor> of(List<Trial.Cell> limits, RunSummary summary) {
        var measured =
                limits.stream().flatMap(cell -> batch(cell, summary).stream()).toList();
        return measured.isEmpty() ? Optional.empty() : Optional.of(new KernelFloor(measured));
    }

    /** Empty if its bytes per send or its CPU are not known. */
    public static Optional<Batch> batch(Trial.Cell cell, RunSummary summary) {
        double bytes = summary.level(cell, Figure.BYTES_PER_SEND).value();
        double nanos = summary.level(cell, Figure.SERVER_CPU).value();
        return bytes > 0 && nanos > 0 ? Optional.of(new Batch(bytes, nanos)) : Optional.empty();
    }

    /** Returns the batches, ordered by bytes. */
    public List<Batch> batches() {
        return batches;
    }

    /** A server beside it. */
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
