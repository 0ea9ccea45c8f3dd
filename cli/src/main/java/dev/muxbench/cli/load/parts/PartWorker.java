package dev.muxbench.cli.load.parts;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muxbench.cli.load.folder.LoadJson;
import dev.muxbench.load.LoadRun;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a {@link PartProcess}: does a part of a load as it is told on standard input, and tells on standard output.
 *
 * <p>After its order it is told the instant of its start, and maybe to {@value #STOP}, or to {@value #END}early and why. When its input ends the one that has started it is
 * gone, and it ends at once.
 *
 * <p>Threads: the main thread runs the part; one more reads.
 */
public final class PartWorker implements LoadListener {
    static final String STOP = "stop";
    static final String END = "end ";
    private static final int ORPHANED = 1;

    private final BufferedReader in;
    private final PrintWriter out;
    private final LoadRun run;
    private volatile @Nullable Instant start;

    /** @throws IOException if the order is none */
    public PartWorker(BufferedReader in, PrintWriter out) throws IOException {
        this.in = in;
        this.out = out;
        var line = in.readLine();
        if (line == null) {
            throw new EOFException("no order");
        }
        var order = LoadJson.MAPPER.readValue(line, PartMessage.Order.class);
        this.run = new LoadRun(order.whole(), order.part(), () -> Optional.ofNullable(start), this);
    }

    /** Returns the exit code. */
    public int run() throws InterruptedException {
        Thread.ofPlatform().daemon().name("orders").start(this::obey);
        try {
            say(new PartMessage.Done(run.run()));
            return 0;
        } catch (LoadException e) {
            say(new PartMessage.Failed(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    public void stop() {
        run.stop();
    }

    private void obey() {
        try {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(STOP)) {
                    run.stop();
                } else if (line.startsWith(END)) {
                    run.endEarly(line.substring(END.length()));
                } else {
                    start = Instant.parse(line);
                }
            }
        } catch (IOException e) {
            // as at its end
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    private synchronized void say(PartMessage message) {
        try {
            out.println(LoadJson.MAPPER.writerFor(PartMessage.class).writeValueAsString(message));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onConnecting(int ready, int clients) {
        say(new PartMessage.Connecting(ready, clients));
    }

    @Override
    public void onStatus(LoadStatus status) {
        say(new PartMessage.Standing(status));
    }

    @Override
    public void onInterval(Interval interval) {
        say(new PartMessage.Elapsed(interval));
    }

    @Override
    public void onDraining(long missingDeliveries) {
        say(new PartMessage.Draining(missingDeliveries));
    }
}
