package dev.muxbench.load.attack;

import dev.muxbench.load.client.Client;
import dev.muxbench.load.client.ReadBuffer;
import dev.muxbench.load.client.RunState;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import dev.muxbench.load.protocol.Dialect;
import dev.muxbench.load.record.Recording;
import dev.muxbench.load.schedule.TokenBucket;
import java.io.IOException;
import java.util.List;

/**
 * One worker's unruly clients, see {@link Population}.
 *
 * <p>Threads: its worker's.
 */
public final class Attacks {
    private final RunState state;
    private final Recording recording;
    private final SlowReaders slowReaders;
    private final List<Attack> all;

    /** @param clients of all roles */
    public Attacks(RunState state, Dialect dialect, Recording recording, ReadBuffer buffer, List<Client> clients)
            throws IOException {
        this.state = state;
        this.recording = recording;
        this.slowReaders = new SlowReaders(
                buffer,
                those(clients, Role.SLOW_READER),
                state.plan.population().slowBytesPerSecond(),
                those(clients, Role.STUCK_READER));
        this.all = List.of(
                slowReaders,
                new Flood(state, dialect, those(clients, Role.FLOODING)),
                new Slowloris(those(clients, Role.SLOWLORIS), state.startNanos));
        for (var client : those(clients, Role.HALF_OPEN)) {
            client.silence();
        }
    }

    private List<Client> those(List<Client> clients, Role role) {
        return clients.stream()
                .filter(client -> state.ledger.census.roleOf(client.id()) == role)
                .toList();
    }

    /** Does what is due. Returns when to do so again. */
    public long onTurn(long nowNanos) throws IOException {
        long due = Long.MAX_VALUE;
        for (var attack : all) {
            due = Math.min(due, attack.onTurn(nowNanos));
        }
        return due;
    }

    /** As {@link ReadBuffer#read}. */
    public int read(Client client, TokenBucket pace) {
        return slowReaders.read(client, pace);
    }

    /** As {@link Attack#release}. */
    public void release() throws IOException {
        for (var attack : all) {
            attack.release();
        }
    }

    /** The server has closed it, as it may: what it has not received by now is not expected any more. */
    public void onClosed(Client client) {
        client.close();
        state.unrulyClosed.incrementAndGet();
        for (int sender : state.ledger.census.sendersTo(client.id())) {
            recording.expect(client.receiver.firstAwaited(state.ledger.census.placeOf(sender))
                    - state.ledger.unrulyAudience.leave(sender));
        }
    }
}
