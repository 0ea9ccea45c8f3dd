package dev.muxbench.core.session;

import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.overload.RateLimit;
import dev.muxbench.core.room.RoomRegistry;
import dev.muxbench.core.room.RoomTap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the sessions of a server share. Threads: any. */
public final class SessionContext {
    private final ServerConfig config;
    private final LongSupplier clockNanos;
    private final RoomRegistry rooms;
    private final NickRegistry nicks = new NickRegistry();
    private final Admission admission;
    private final Lingering lingering;
    private @Nullable RoomTap tap; // set before the first session

    /** @param clockNanos monotonic */
    public SessionContext(ServerConfig config, LongSupplier clockNanos, RoomRegistry rooms) {
        this.config = config;
        this.clockNanos = clockNanos;
        this.rooms = rooms;
        this.admission = new Admission(config);
        this.lingering = new Lingering(config.maxLingering());
    }

    /** A copy of all that is said from now on. Before the first session. */
    public RoomTap tap() {
        tap = new RoomTap();
        return tap;
    }

    /** Connections that count towards {@link ServerConfig#maxClients()}. */
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

    /** For a new session; null if there are no rates to limit. */
    @Nullable
    RateLimit newRateLimit() {
        return config.clientLimits().hasRates() ? new RateLimit(config.clientLimits(), clockNanos) : null;
    }
}
