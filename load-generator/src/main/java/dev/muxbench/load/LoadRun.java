package dev.muxbench.load;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.net.DescriptorLimit;
import dev.muxbench.load.net.LocalPorts;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.net.TlsNetwork;
import dev.muxbench.load.plan.Generator;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.population.Guests;
import dev.muxbench.load.record.LoadListener;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link LoadPlan}. If the plan leaves the number of workers open and the workers have no time left in the warm-up, the run begins
 * anew with one more worker, as long as there are idle cores. Then the clients connect again.
 *
 * <p>Threads: {@link #run} is called once, by the thread that is to wait for the report; {@link #stop()} by any.
 */
public final class LoadRun {
    private final LoadPlan plan;
    private final Part part;
    private final Guests guests;
    private final StartTime start;
    private final LoadListener listener;
    private final RunSettings settings;
    private final NetworkSource networks;
    private boolean stopped; // guarded by this
    private @Nullable Crowd current; // likewise

    public LoadRun(LoadPlan plan, LoadListener listener) {
        this(plan, listener, RunSettings.DEFAULT);
    }

    /**
     * A run of one part of a load.
     *
     * @param whole the load of all parts together
     */
    public LoadRun(LoadPlan whole, Part part, StartTime start, LoadListener listener) {
        this(whole, part, start, listener, RunSettings.DEFAULT);
    }

    public LoadRun(LoadPlan plan, LoadListener listener, RunSettings settings) {
        this(plan, Part.WHOLE, StartTime.AT_ONCE, listener, settings, networks(plan));
    }

    LoadRun(LoadPlan plan, LoadListener listener, RunSettings settings, NetworkSource networks) {
        this(plan, Part.WHOLE, StartTime.AT_ONCE, listener, settings, networks);
    }

    LoadRun(LoadPlan plan, Part part, StartTime start, LoadListener listener, RunSettings settings) {
        this(plan, part, start, listener, settings, networks(plan));
    }

    /** @param networks of the workers, in place of the plan's transport */
    private LoadRun(
            LoadPlan whole,
            Part part,
            StartTime start,
            LoadListener listener,
            RunSettings settings,
            NetworkSource networks) {
        this.plan = part.shareOf(whole);
        this.part = part;
        this.guests = Guests.of(whole, part);
        this.start = start;
        this.listener = listener;
        this.settings = settings;
        this.networks = networks;
    }

    static NetworkSource networks(LoadPlan plan) {
        var trust = plan.speech().tls();
        return trust == null
                ? plan.transport()::open
                : () -> new TlsNetwork<>(plan.transport().open(), trust);
    }

    /** Opens a worker's network. */
    interface NetworkSource {
        Network<Client> open() throws IOException;
    }

    /** Ends the sending. {@link #run} waits for what is on its way and returns its report. */
    public synchronized void stop() {
        stopped = true;
        if (current != null) {
            current.stop();
        }
    }

    /** Likewise, because the outcome is certain already. Does nothing after {@link #stop()}. */
    public synchronized void endEarly(String why) {
        if (current != null) {
            current.endEarly(why);
        }
    }

    /** @throws LoadException if the clients cannot all be connected */
    public LoadReport run() throws LoadException, InterruptedException {
        var shortage = shortage(plan); // before anything is allocated for each client
        if (shortage.isPresent()) {
            throw new LoadException(shortage.get());
        }
        boolean auto = plan.threads() == Generator.AUTO;
        int most = auto ? Math.min(plan.clients(), Runtime.getRuntime().availableProcessors()) : plan.threads();
        for (int threads = auto ? 1 : most; ; threads++) {
            var with = auto ? plan.withThreads(threads) : plan;
            try (var crowd = begin(new Crowd(with, part, guests, settings, networks))) {
                crowd.connect(listener);
                var report = crowd.load(with, start, listener, threads < most);
                if (report.isPresent()) {
                    return report.get();
                }
            }
        }
    }

    private synchronized Crowd begin(Crowd crowd) {
        current = crowd;
        if (stopped) {
            crowd.stop();
        }
        return crowd;
    }

    /** Returns one line that says why this machine cannot have so many connections, and what to do; empty if it can. */
    public static Optional<String> shortage(LoadPlan plan) {
        var target = plan.targets().addresses().getFirst().getAddress();
        int each = Math.ceilDiv(plan.clients(), plan.targets().count());
        return DescriptorLimit.shortage(plan.clients())
                .or(() -> LocalPorts.current().shortage(target, each));
    }
}
