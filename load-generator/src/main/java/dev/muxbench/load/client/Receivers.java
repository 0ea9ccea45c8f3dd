package dev.muxbench.load.client;

import dev.muxbench.load.verify.Receiver;
import dev.muxbench.load.verify.RoomOrder;
import dev.muxbench.load.verify.RoomTape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets up what one worker's clients must receive in a load, from its first line on.
 *
 * <p>Threads: its worker's.
 */
public final class Receivers {
    private final RunState state;
    private final Map<Integer, RoomOrder> orders = new HashMap<>(); // by room, where many send

    public Receivers(RunState state) {
        this.state = state;
    }

    /** Begins a load. Nothing of the load before is kept. */
    public void renew(List<Client> clients) {
        clients.forEach(client -> client.begin(receiver(client.id(), client.room())));
        RoomTape.share(
                clients.stream()
                        .filter(client -> !state.ledger.census.isCounted(client.id()))
                        .map(client -> client.receiver)
                        .toList(),
                state.ledger.census);
    }

    private Receiver receiver(int id, int room) {
        var census = state.ledger.census;
        int senders = census.voicesTo(id);
        if (senders < RoomOrder.FEWEST_SENDERS || !receivesAll(id)) {
            return new Receiver(id, room, senders, census.isUnruly(id), census.givesPositions(id));
        }
        var receiver = new Receiver(id, room, 0, false);
        orders.computeIfAbsent(room, key -> new RoomOrder(senders)).add(receiver);
        return receiver;
    }

    /** True if the client receives every line of its room, from the first to the last, as soon as most others. */
    private boolean receivesAll(int id) {
        var census = state.ledger.census;
        boolean stays = !census.comesAndGoes(id) && state.plan.population().reconnects() == 0;
        return stays
                && !census.isUnruly(id)
                && !census.isCounted(id)
                && (id >= state.plan.senders() || census.hears(id, id));
    }
}
