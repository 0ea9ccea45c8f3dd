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
 * Clients that stay connected from one load to the next. Each load is verified to its end, for itself. Between two of them nobody reads,
 * and a server that is idle has nothing to do for them.
 *
 * <p>Threads: one, but for {@link #stop()}, which any may call.
 */
public final class Crowd implements AutoCloseable {
    private static final Duration AWAKE = Duration.ofMillis(10); // that its workers are in a load's time

    private final LoadPlan plan;
    private final Guests guests;
    private final RunSettings settings;
    private final LoadRun.NetworkSource networks;
    private final RunState entry;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable ClockResolution resolution; // measured once, because that takes a while
    private boolean isWhole = true; // nobody was lost
    private boolean stopped; // guarded by this
    private @Nullable Attempt current; // likewise

    /**
     * Connects nobody yet.
     *
     * @param plan of their first load; so many threads as it says
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

    /** Whether this process can have so many crowds of that size at a time. */
    public static boolean areManyPossible(int crowds, LoadPlan each) {
        return DescriptorLimit.shortage((long) crowds * each.clients()).isEmpty();
    }

    /**
     * Lets all of them in.
     *
     * @throws LoadException if that fails; it is of no use then
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
     * Puts a load on the server, and reports when all of it has arrived.
     *
     * @param load differs from that of the first one in its times and arrivals only
     * @throws LoadException if it cannot be ended; no other load can be begun then
     */
    public LoadReport load(LoadPlan load, LoadListener listener) throws LoadException, InterruptedException {
        return load(load, () -> Optional.of(Instant.now().plus(AWAKE)), listener, false)
                .orElseThrow();
    }

    /**
     * Likewise.
     *
     * @param mayGrow whether it may end in its warm-up
     * @return empty if it has, because there were not enough workers
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

    /** Ends sending; what is on its way is waited for, and so it is with a load that comes later. */
    public synchronized void stop() {
        stopped = true;
        entry.stopSending = true;
        if (current != null) {
            current.stop();
        }
    }

    /** Likewise, because it is certain already what the load will show. */
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

    /** All of them leave. */
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
