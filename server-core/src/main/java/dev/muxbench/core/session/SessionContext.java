package dev.muxbench.core.session;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.overload.RateLimit;
import dev.muxbench.core.relay.Relay;
import dev.muxbench.core.room.RoomRegistry;
import dev.muxbench.core.room.RoomTap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The parts that all sessions of a server share. Threads: any. */
public final class SessionContext {
    private final ServerConfig config;
    private final LongSupplier clockNanos;
    private final RoomRegistry rooms;
    private final NickRegistry nicks = new NickRegistry();
    private final Admission admission;
    private final Lingering lingering;
    private final AtomicLong lastUser = new AtomicLong(); // of this server alone
    private @Nullable RoomTap tap; // set before the first session
    private @Nullable Relay relay; // likewise

    /** @param clockNanos monotonic */
    public SessionContext(ServerConfig config, LongSupplier clockNanos, RoomRegistry rooms) {
        this.config = config;
        this.clockNanos = clockNanos;
        this.rooms = rooms;
        this.admission = new Admission(config);
        this.lingering = new Lingering(config.maxLingering());
    }

    /** Returns a tap that gets a copy of each published line. Called before the first session. */
    public RoomTap tap() {
        tap = new RoomTap();
        return tap;
    }

    /** Joins this server with others, with which it shares lines and nicks. Called before the first session. */
    public void join(Relay toOthers) {
        relay = toOthers;
        rooms.join(toOthers);
    }

    /** Returns the relay; null if this server is alone. */
    @Nullable
    Relay relay() {
        return relay;
    }

    /** Returns the number for a new client; -1 if there is none left. */
    long nextUser() {
        return relay == null ? lastUser.incrementAndGet() : relay.nextUser();
    }

    /** Returns the number of connections that count towards {@link ServerConfig#maxClients()}. */
    public int clients() {
        return admission.clients();
    }

    @Nullable
    RoomTap tapIfAny() {
        return tap;
    }

    ServerConfig config() {
        return config;
    }

    RoomRegistry rooms() {
        return rooms;
    }

    NickRegistry nicks() {
        return nicks;
    }

    Admission admission() {
        return admission;
    }

    Lingering lingering() {
        return lingering;
    }

    /** Returns the rate limit of a new session; null if no rate is limited. */
    @Nullable
    RateLimit newRateLimit() {
        return config.clientLimits().hasRates() ? new RateLimit(config.clientLimits(), clockNanos) : null;
    }
}
