package dev.muxbench.load.attack;

import dev.muxbench.load.client.RunState;
import dev.muxbench.load.net.Connection;
import dev.muxbench.load.net.LocalPorts;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.plan.LoadException;
import dev.muxbench.load.schedule.Timetable;
import java.io.IOException;
import java.net.BindException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are opened and reset at once, beside the clients of a run: an open loop, from its start to the end of the measured
 * time. They have nothing to do with what is measured, but for what they do to the server.
 *
 * <p>Threads: its own.
 */
public final class Resets implements Runnable, Network.Handler<Resets.Attempt> {
    private static final int MOST_PENDING = 256; // a server that accepts nobody is not to use up all descriptors
    private static final int MOST_AT_ONCE = 64; // between them the JDK's selector gives descriptors back
    private static final int IDLE_MILLIS = 10;

    private final RunState state;
    private final Network<Attempt> network;
    private int pending;

    /** One connection. */
    static final class Attempt {
        @Nullable
        Connection connection;
    }

    public Resets(RunState state, Network<Attempt> network) {
        this.state = state;
        this.network = network;
    }

    @Override
    public void run() {
        try (network) {
            state.start.await();
            var timetable = Timetable.constant(state.plan.population().resetsPerSecond());
            long number = 0;
            while (isOn()) {
                long now = System.nanoTime();
                long due = state.startNanos + timetable.dueNanos(number);
                for (int i = 0; due <= now && pending < MOST_PENDING && i < MOST_AT_ONCE; i++) {
                    open();
                    number++;
                    due = state.startNanos + timetable.dueNanos(number);
                }
                network.select(Math.clamp(TimeUnit.NANOSECONDS.toMillis(due - now), 1, IDLE_MILLIS), this);
            }
        } catch (IOException e) {
            state.fail(new LoadException("cannot open connections that are to be reset: " + reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String reason(IOException e) {
        return e instanceof BindException
                ? e.getMessage() + ", "
                        + LocalPorts.current()
                                .explain(
                                        state.plan
                                                .targets()
                                                .addresses()
                                                .getFirst()
                                                .getAddress(),
                                        state.plan.clients())
                : String.valueOf(e.getMessage());
    }

    private boolean isOn() {
        return !state.end && !state.stopSending && System.nanoTime() - state.measureTo() < 0;
    }

    private void open() throws IOException {
        var attempt = new Attempt();
        var connection =
                network.connect(state.plan.targets().addresses().getFirst(), null, Network.SYSTEM_BUFFER, attempt);
        attempt.connection = connection;
        if (connection.isConnected()) {
            reset(connection);
        } else {
            pending++;
        }
    }

    private void reset(Connection connection) {
        connection.reset();
        state.resets.incrementAndGet();
    }

    /** One that the server refuses does not count. */
    @Override
    public void onConnected(Attempt attempt, @Nullable IOException failure) {
        pending--;
        var connection = Objects.requireNonNull(attempt.connection);
        if (failure == null) {
            reset(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public void onReadable(Attempt attempt) {}

    @Override
    public void onWritable(Attempt attempt) {}
}
