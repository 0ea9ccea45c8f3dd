package dev.muxbench.load.client;

import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.verify.HandOvers;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lines of one worker's senders when they are due.
 *
 * <p>Threads: its worker's.
 */
public final class Senders {
    private final RunState state;
    private final Dialect dialect;
    private final Recording recording;
    private final List<Client> clients;
    private final Consumer<Client> onBroken;
    private final LinePacing pacing;
    private final @Nullable HandOvers handOvers;
    private final boolean counting;

    /**
     * @param clients  ascending
     * @param onBroken called with each client whose connection breaks
     */
    public Senders(
            RunState state, Dialect dialect, Recording recording, List<Client> clients, Consumer<Client> onBroken) {
        this.state = state;
        this.dialect = dialect;
        this.recording = recording;
        this.clients = clients;
        this.onBroken = onBroken;
        this.pacing = LinePacing.of(state, clients, this::put);
        this.handOvers = state.ledger.handOvers;
        this.counting = state.ledger.counts();
        clients.forEach(client -> client.watcher = new HandOver(client.id()));
    }

    /** Follows a sender's lines into its socket. */
    private final class HandOver implements Outbox.Watcher {
        private final int sender;

        HandOver(int sender) {
            this.sender = sender;
        }

        /** Called before the write, because a receiver of the line must find it begun. */
        @Override
        public void onOffered(Outbox.Line line, long nowNanos) {
            if (handOvers != null && line.dueNanos != LineCodec.END) {
                handOvers.put(sender, line.number, nowNanos - line.dueNanos);
            }
        }

        @Override
        public void onTaken(Outbox.Line line, long nowNanos) {
            if (line.dueNanos != LineCodec.END) {
                recording.onSent(line.dueNanos, line.offeredNanos, nowNanos);
            }
        }
    }

    /** Puts out the lines that are due. Returns when to ask again. */
    public long putDue(long nowNanos) {
        return pacing.putDue(nowNanos);
    }

    /** Sends what was due while the client was away. */
    public void onBack(Client client) {
        var dues = client.duesMeanwhile();
        for (var due = dues.poll(); due != null; due = dues.poll()) {
            put(client, due, due); // that it is late is not this generator's doing
        }
    }

    /** Ends the sending. Lines that no socket has taken are expected no more. */
    public void end() {
        long unsent = pacing.remaining();
        for (var client : clients) {
            unsent += client.duesMeanwhile().size();
            var left = client.clearOutput();
            left.removeIf(line -> line.dueNanos == LineCodec.END);
            for (var line : left) {
                recording.expect(-line.owed);
                if (counting) {
                    state.ledger.counted.takeBack(client.id(), state.ledger.codec.bytes(client.id(), line.number));
                }
                state.sent.decrementAndGet();
                unsent++;
            }
        }
        state.unsent.addAndGet(unsent);
        recording.setMeasuredDue(pacing.measuredDue());
    }

    private boolean put(Client sender, long dueNanos, long nowNanos) {
        if (sender.stage != Client.Stage.READY || sender.isOverrun()) {
            return false;
        }
        int number = sender.takeNumber();
        int owed = begin(sender.id(), number)
                + state.ledger.unrulyAudience.begin(sender.id())
                + (counting
                        ? state.ledger.counted.begin(sender.id(), state.ledger.codec.bytes(sender.id(), number))
                        : 0);
        recording.expect(owed);
        put(sender, number, dueNanos, owed, nowNanos);
        state.sent.incrementAndGet();
        return true;
    }

    private void put(Client sender, int number, long dueNanos, int owed, long nowNanos) {
        int says = state.ledger.census.numberOfVoice(sender.id());
        sender.putLine(dialect, state.ledger.codec, says, number, dueNanos, owed, nowNanos);
    }

    /** Tells other processes in the same rooms how many lines there were, because no line is due any more. */
    public void sayEnd(long nowNanos) {
        if (state.sharesRooms()) {
            for (var sender : clients) {
                if (sender.stage == Client.Stage.READY) {
                    put(sender, sender.takeNumber(), LineCodec.END, 0, nowNanos);
                }
            }
        }
    }

    /** Counts a line's receivers before the line begins, because a receiver that leaves at once must find the count. */
    private int begin(int sender, int number) {
        int receivers = state.ledger.audience.receivers(sender);
        state.ledger.completions.begin(sender, number, receivers);
        while (!state.ledger.audience.beginFor(receivers, sender)) {
            receivers = state.ledger.audience.receivers(sender);
            state.ledger.completions.correct(sender, number, receivers);
        }
        return receivers;
    }

    public void flush() {
        for (int i = 0; i < clients.size(); i++) {
            var sender = clients.get(i);
            if (sender.hasOutput()) {
                try {
                    sender.flush();
                } catch (IOException e) {
                    onBroken.accept(sender);
                }
            }
        }
    }
}
