package dev.muxbench.load.verify;

import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.population.Audience;
import dev.muxbench.load.population.Census;
import dev.muxbench.load.population.Guests;
import dev.muxbench.load.text.LineCodec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of one run, and the clients that are owed them. Threads: any. */
public final class Ledger {
    public final LineCodec codec;
    public final Census census;
    public final Audience audience; // without the unruly
    public final Audience unrulyAudience;
    public final Completions completions; // of lines at the audience
    public final CountedBytes counted; // to receivers that are not looked at
    private final boolean counts;
    public final @Nullable TotalOrder total; // where the protocol promises one
    public final @Nullable HandOvers handOvers; // unless a line is due when it is sent

    public final boolean oneClock; // all lines are due by this process's clock

    /** @param part of the whole load that the plan is for */
    public Ledger(LoadPlan plan, Part part, Guests guests) {
        oneClock = part.rooms() != Part.Rooms.SHARED;
        codec = new LineCodec(plan.lineBytes(), plan.speech().texts());
        census = new Census(plan, guests);
        audience = new Audience(plan.senders(), census::receiversOf);
        unrulyAudience = new Audience(plan.senders(), census::unrulyReceiversOf);
        total = plan.speech().protocol().ordered()
                        && plan.targets().roomsOfOne() == plan.targets().count()
                ? new TotalOrder(census.voices(), census.roomCount())
                : null; // an order for each server, where they are joined
        counts = plan.population().counted() > 0;
        counted = new CountedBytes(census);
        completions = new Completions(plan.senders(), plan.population().reconnects() > 0);
        handOvers = plan.arrivals() instanceof Arrivals.ClosedWindow ? null : new HandOvers(plan.senders());
    }

    /** True if there are counted receivers. */
    public boolean counts() {
        return counts;
    }

    /** Returns the number of lines on their way, each counted by the share of its receivers that lack it. */
    public double linesInFlight() {
        return counts
                ? completions.linesInFlight(counted.deliveries(), counted.deliveriesLeft())
                : completions.linesInFlight(0, 0);
    }

    /** Returns the lines begun so far in this client's room. */
    public long linesInRoomOf(int client) {
        return Arrays.stream(census.sendersTo(client))
                .mapToLong(audience::begun)
                .sum();
    }

    /** Returns the client's own lines among these, if it does not receive them. */
    public long linesNotOwedTo(int client) {
        return client < census.senders() && !census.hears(client, client) ? audience.begun(client) : 0;
    }
}
