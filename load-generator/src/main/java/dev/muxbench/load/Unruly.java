package dev.muxbench.load;

import dev.muxbench.load.Census.Role;
import java.io.IOException;
import java.util.List;

/**
 * One worker's unruly clients, see {@link Population}.
 *
 * <p>Threads: its worker's.
 */
final class Unruly {
    private final RunState state;
    private final Recording recording;
    private final SlowReaders slowReaders;
    private final Flood flood;
    private final Trickle trickle;

    /** @param clients of all roles */
    Unruly(RunState state, Dialect dialect, Recording recording, ReadBuffer buffer, List<Client> clients)
            throws IOException {
        this.state = state;
        this.recording = recording;
        this.slowReaders = new SlowReaders(
                buffer,
                those(clients, Role.SLOW),
                state.plan.population().slowBytesPerSecond(),
                those(clients, Role.STUCK));
        this.flood = new Flood(state, dialect, those(clients, Role.FLOODING));
        this.trickle = new Trickle(those(clients, Role.SLOWLORIS), state.startNanos);
        for (var client : those(clients, Role.HALF_OPEN)) {
            client.silence();
        }
    }

    private List<Client> those(List<Client> clients, Role role) {
        return clients.stream()
                .filter(client -> state.census.roleOf(client.id()) == role)
                .toList();
    }

    /** Does what is due. Returns when to do so again. */
    long onTurn(long nowNanos) throws IOException {
        long due = Math.min(flood.onTurn(nowNanos), trickle.onTurn(nowNanos));
        return Math.min(due, slowReaders.resumeDue(nowNanos));
    }

    /** As {@link ReadBuffer#read}. */
    int read(Client client, TokenBucket pace) {
        return slowReaders.read(client, pace);
    }

    /** The measured time is over: from now on all read as fast as they can. */
    void release() throws IOException {
        slowReaders.release();
    }

    /** The server has closed it, as it may: what it has not received by now is not expected any more. */
    void onClosed(Client client) {
        client.close();
        state.unrulyClosed.incrementAndGet();
        for (int sender : state.census.sendersTo(client.id())) {
            recording.expect(client.firstAwaited(state.census.placeOf(sender)) - state.unrulyAudience.leave(sender));
        }
    }
}
