package dev.muxbench.load;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.judge.ClockResolution;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.net.DescriptorLimit;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.population.Guests;
import dev.muxbench.load.record.Boundary;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Clients that stay connected from one load to the next. Each load is verified to its own end. Between two loads no client reads, and an
 * idle server has nothing to do for them.
 *
 * <p>Threads: one, except {@link #stop()}, which is for any.
 */
public final class Crowd implements AutoCloseable {
    private static final Duration AWAKE = Duration.ofMillis(10); // for the workers to notice the next load

    private final LoadPlan plan;
    private final Guests guests;
    private final RunSettings settings;
    private final LoadRun.NetworkSource networks;
    private final RunState entry;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable ClockResolution resolution; // measured once, because that takes a while
    private boolean isWhole = true; // no client was lost
    private boolean stopped; // guarded by this
    private @Nullable Attempt current; // likewise

    /**
     * Does not connect yet.
     *
     * @param plan of the first load, which gives the number of threads
     */
    public Crowd(LoadPlan plan, RunSettings settings) {
        this(plan, Part.WHOLE, Guests.NONE, settings, LoadRun.networks(plan));
    }

    /** @param plan of the part */
    Crowd(LoadPlan plan, Part part, Guests guests, RunSettings settings, LoadRun.NetworkSource networks) {
        this.plan = plan;
        this.guests = guests;
        this.settings = settings;
        this.networks = networks;
        this.entry = new RunState(plan, part, guests, settings.connectPatience());
    }

    /** True if this process has descriptors and ports for so many crowds at a time. */
    public static boolean areManyPossible(int crowds, LoadPlan each) {
        return DescriptorLimit.shortage((long) crowds * each.clients()).isEmpty();
    }

    /**
     * Connects all clients.
     *
     * @throws LoadException if that fails; the crowd cannot be used then
     */
    public void connect(LoadListener listener) throws LoadException, InterruptedException {
        new Rehearsal(plan).perform(settings.rehearsedLines());
        resolution = ClockResolution.measure();
        listener.onBoundary(Boundary.CONNECTING, LoadStatus.NONE);
        entry.connectNanos = System.nanoTime();
        startWorkers();
        awaitReady(listener);
    }

    private void startWorkers() throws LoadException {
        try {
            for (int i = 0; i < plan.threads(); i++) {
                int first = i;
                var ids = IntStream.iterate(first, id -> id < plan.clients(), id -> id + plan.threads())
                        .boxed()
                        .toList();
                var worker = new Worker(entry, networks.open(), ids, cpuOf(i));
                workers.add(worker);
                threads.add(new Thread(worker, "load-" + i));
            }
        } catch (IOException e) {
            throw new LoadException("cannot wait for sockets: " + e.getMessage());
        }
        threads.forEach(Thread::start);
    }

    private OptionalInt cpuOf(int worker) {
        var cpus = plan.generator().cpus();
        return cpus.isEmpty() ? OptionalInt.empty() : OptionalInt.of(cpus.get(worker % cpus.size()));
    }

    private void awaitReady(LoadListener listener) throws LoadException, InterruptedException {
        int told = -1;
        while (told < plan.clients()) {
            if (entry.stopSending) {
                throw new LoadException("stopped while connecting, nothing was measured");
            }
            Thread.sleep(settings.poll());
            var failure = entry.failure();
            if (failure != null) {
                throw failure;
            }
            int ready = entry.ready.get();
            if (ready != told) {
                told = ready;
                listener.onConnecting(ready, plan.clients());
            }
        }
    }

    /**
     * Puts a load on the server, and returns when all of it has arrived.
     *
     * @param load may differ from the first plan in times and arrivals only
     * @throws LoadException if the load cannot be ended; no other load can begin then
     */
    public LoadReport load(LoadPlan load, LoadListener listener) throws LoadException, InterruptedException {
        return load(load, () -> Optional.of(Instant.now().plus(AWAKE)), listener, false)
                .orElseThrow();
    }

    /**
     * Likewise.
     *
     * @param mayGrow whether the load may end in its warm-up
     * @return empty if it did, because there were not enough workers
     */
    Optional<LoadReport> load(LoadPlan load, StartTime start, LoadListener listener, boolean mayGrow)
            throws LoadException, InterruptedException {
        if (!isWhole) {
            throw new LoadException("clients were lost in the load before");
        }
        isWhole = false; // until this one has ended well
        var state = entry.begin(load, guests);
        var report = begin(new Attempt(this, state, start, listener, mayGrow)).run();
        isWhole = state.gone() == 0;
        return report;
    }

    private synchronized Attempt begin(Attempt attempt) {
        current = attempt;
        if (stopped) {
            attempt.stop();
        }
        return attempt;
    }

    /** Ends the sending of this load and of later ones, and waits for what is on its way. */
    public synchronized void stop() {
        stopped = true;
        entry.stopSending = true;
        if (current != null) {
            current.stop();
        }
    }

    /** Likewise, because the outcome of the load is certain already. */
    synchronized void endEarly(String why) {
        if (current != null) {
            current.endEarly(why);
        }
    }

    // ---- For its loads.

    List<Worker> workers() {
        return workers;
    }

    List<Thread> threads() {
        return threads;
    }

    RunSettings settings() {
        return settings;
    }

    ClockResolution resolution() {
        return Objects.requireNonNull(resolution);
    }

    /** Closes all connections. */
    @Override
    public void close() {
        entry.end = true;
        workers.forEach(Worker::end);
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // they leave all the same
        }
    }
}
