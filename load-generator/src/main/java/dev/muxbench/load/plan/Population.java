package dev.muxbench.load.plan;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the clients are spread over the rooms, and which of them do more, or less, than to receive.
 *
 * @param roomSkew           exponent of Zipf's law: room k, from 1 on, has a share of the clients that is proportional to
 *                           {@code 1 / k^skew}; 0 if all are equally large
 * @param unruly             how many clients have each of the {@linkplain Role#UNRULY unruly roles}; what is not there is 0
 * @param slowBytesPerSecond what each slow reader reads at most, until the measured time is over
 * @param joinsPerSecond     open loop: how often a client leaves and comes back, of those that neither send nor are unruly; 0 if all
 *                           stay
 * @param connectsPerSecond  open loop: how often a client connects, before the run starts; 0 for as fast as the server greets
 * @param resetsPerSecond    open loop: how often, beside the clients, a connection is opened and reset at once; 0 for never
 * @param reconnects         how often in a row a client tries to come back when its connection has broken; 0 if that is a failure
 * @param counted            of how many that only receive, from the first line to the last, bytes are counted and not looked at
 * @param countedSeed        by which these are drawn
 */
public record Population(
        double roomSkew,
        Map<Role, Integer> unruly,
        long slowBytesPerSecond,
        double joinsPerSecond,
        double connectsPerSecond,
        double resetsPerSecond,
        int reconnects,
        int counted,
        long countedSeed) {
    public static final long DEFAULT_SLOW_BYTES_PER_SECOND = 10 << 10;

    private static final int MOST_PER_SECOND = 1_000_000;
    private static final double MOST_SKEW = 5;

    /** Rooms are equally large, everybody stays, and reads as fast as it can. */
    public static final Population STEADY = builder().build();

    public Population {
        require(roomSkew >= 0 && roomSkew <= MOST_SKEW, "zipf must be from 0 to " + (int) MOST_SKEW);
        unruly.forEach((role, count) -> {
            require(role.isUnruly(), role + " is no unruly role");
            require(count >= 0, role.option() + " must be 0 or more");
        });
        require(slowBytesPerSecond >= 1, "slow-rate must be 1 byte/s or more");
        requireFrequency(joinsPerSecond, "churn", "joins");
        requireFrequency(connectsPerSecond, "connect-rate", "clients");
        requireFrequency(resetsPerSecond, "resets", "connections");
        require(reconnects >= 0, "reconnect must be 0 or more");
        require(counted >= 0, "verify must be at most the number of clients");
        unruly = Collections.unmodifiableMap(some(unruly));
    }

    private static Map<Role, Integer> some(Map<Role, Integer> counts) {
        var some = new EnumMap<Role, Integer>(Role.class);
        some.putAll(counts);
        some.values().removeIf(count -> count == 0);
        return some;
    }

    private static void requireFrequency(double perSecond, String option, String what) {
        require(
                perSecond >= 0 && perSecond <= MOST_PER_SECOND,
                option + " must be from 0 to " + MOST_PER_SECOND + " " + what + "/s");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Everybody stays, reads as fast as it can, and is looked at. */
    boolean isSteady() {
        return stays() && counted == 0;
    }

    /** Everybody is still there when all has arrived, and ready for another load. */
    public boolean stays() {
        return unruly.isEmpty() && joinsPerSecond == 0 && reconnects == 0;
    }

    /** Returns how many have this unruly role. */
    public int count(Role role) {
        return unruly.getOrDefault(role, 0);
    }

    /** Returns the number of unruly clients that read, slowly or while they flood. */
    public long unrulyReaders() {
        return unrulyCount() - count(Role.HALF_OPEN);
    }

    /** Returns how many clients are unruly: more than an int holds, if somebody asks for that. */
    public long unrulyCount() {
        return unruly.values().stream().mapToLong(count -> count).sum();
    }

    /** Returns the share of the population that a part of the load has. */
    Population shareOf(Part part, long seedDistance) {
        var share = builder()
                .roomSkew(roomSkew)
                .slowBytesPerSecond(slowBytesPerSecond)
                .joinsPerSecond(joinsPerSecond / part.of())
                .connectsPerSecond(connectsPerSecond / part.of())
                .resetsPerSecond(resetsPerSecond / part.of())
                .reconnects(reconnects)
                .counted(part.share(counted), countedSeed + seedDistance);
        unruly.forEach((role, count) -> share.unruly(role, part.share(count)));
        return share.build();
    }

    /** Returns a builder. Whatever it is not told is as in {@link #STEADY}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Names what it is told as {@link Population} does. */
    public static final class Builder {
        private final Map<Role, Integer> unruly = new EnumMap<>(Role.class);
        private double roomSkew;
        private long slowBytesPerSecond = DEFAULT_SLOW_BYTES_PER_SECOND;
        private double joinsPerSecond;
        private double connectsPerSecond;
        private double resetsPerSecond;
        private int reconnects;
        private int counted;
        private long countedSeed;

        private Builder() {}

        public Builder roomSkew(double skew) {
            roomSkew = skew;
            return this;
        }

        public Builder unruly(Role role, int count) {
            unruly.put(role, count);
            return this;
        }

        public Builder slowBytesPerSecond(long bytes) {
            slowBytesPerSecond = bytes;
            return this;
        }

        public Builder joinsPerSecond(double joins) {
            joinsPerSecond = joins;
            return this;
        }

        public Builder connectsPerSecond(double connects) {
            connectsPerSecond = connects;
            return this;
        }

        public Builder resetsPerSecond(double resets) {
            resetsPerSecond = resets;
            return this;
        }

        public Builder reconnects(int inARow) {
            reconnects = inARow;
            return this;
        }

        public Builder counted(int receivers, long seed) {
            counted = receivers;
            countedSeed = seed;
            return this;
        }

        /** @throws IllegalArgumentException if a number is out of its range */
        public Population build() {
            return new Population(
                    roomSkew,
                    unruly,
                    slowBytesPerSecond,
                    joinsPerSecond,
                    connectsPerSecond,
                    resetsPerSecond,
                    reconnects,
                    counted,
                    countedSeed);
        }
    }
}
