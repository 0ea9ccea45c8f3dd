package dev.muxbench.load.plan;

/**
 * How the clients are spread over the rooms, and which of them do more, or less, than to receive.
 *
 * <p>Unruly clients are those that read slowly, or not at all, or flood the server, or never end a line, or vanish. None of them sends what
 * is measured, nor comes and goes; the server may close them.
 *
 * @param roomSkew           exponent of Zipf's law: room k, from 1 on, has a share of the clients that is proportional to
 *                           {@code 1 / k^skew}; 0 if all are equally large
 * @param slowReaders        how many clients read slowly
 * @param slowBytesPerSecond what each of these reads at most, until the measured time is over
 * @param stuckReaders       how many read nothing until the measured time is over
 * @param floodingClients    how many send as fast as the server takes it, and read as everybody does
 * @param slowlorisClients   how many send a byte now and then and never end a line, and read as everybody does
 * @param halfOpenClients    how many vanish when the run starts: their kernel answers nothing any more
 * @param joinsPerSecond     open loop: how often a client leaves and comes back, of those that neither send nor are unruly; 0 if all
 *                           stay
 * @param connectsPerSecond  open loop: how often a client connects, before the run starts; 0 for as fast as the server greets
 * @param reconnects         how often in a row a client tries to come back when its connection has broken; 0 if that is a failure
 * @param counted            of how many that only receive, from the first line to the last, bytes are counted and not looked at
 * @param countedSeed        by which these are drawn
 * @param resetsPerSecond    open loop: how often, beside the clients, a connection is opened and reset at once; 0 for never
 */
public record Population(
        double roomSkew,
        int slowReaders,
        long slowBytesPerSecond,
        int stuckReaders,
        int floodingClients,
        int slowlorisClients,
        int halfOpenClients,
        double joinsPerSecond,
        double connectsPerSecond,
        int reconnects,
        int counted,
        long countedSeed,
        double resetsPerSecond) {
    public static final long DEFAULT_SLOW_BYTES_PER_SECOND = 10 << 10;

    private static final int MOST_PER_SECOND = 1_000_000;
    private static final double MOST_SKEW = 5;

    /** Rooms are equally large, everybody stays, and reads as fast as it can. */
    public static final Population STEADY = builder().build();

    public Population {
        require(roomSkew >= 0 && roomSkew <= MOST_SKEW, "zipf must be from 0 to " + (int) MOST_SKEW);
        require(slowReaders >= 0, "slow-readers must be 0 or more");
        require(slowReaders == 0 || slowBytesPerSecond >= 1, "slow-rate must be 1 byte/s or more");
        require(stuckReaders >= 0, "stuck-readers must be 0 or more");
        require(floodingClients >= 0, "flooding must be 0 or more");
        require(slowlorisClients >= 0, "slowloris must be 0 or more");
        require(halfOpenClients >= 0, "half-open must be 0 or more");
        require(
                joinsPerSecond >= 0 && joinsPerSecond <= MOST_PER_SECOND,
                "churn must be from 0 to " + MOST_PER_SECOND + " joins/s");
        require(
                connectsPerSecond >= 0 && connectsPerSecond <= MOST_PER_SECOND,
                "connect-rate must be from 0 to " + MOST_PER_SECOND + " clients/s");
        require(reconnects >= 0, "reconnect must be 0 or more");
        require(counted >= 0, "verify must be at most the number of clients");
        require(
                resetsPerSecond >= 0 && resetsPerSecond <= MOST_PER_SECOND,
                "resets must be from 0 to " + MOST_PER_SECOND + " connections/s");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Those who read, but not as everybody does, or send what is not measured. */
    public long unrulyReaders() {
        return (long) slowReaders + stuckReaders + floodingClients + slowlorisClients;
    }

    /** How many clients are unruly: more than an int holds, if somebody asks for that. */
    public long unruly() {
        return unrulyReaders() + halfOpenClients;
    }

    /** What is not said is as in {@link #STEADY}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Names what it is told as {@link Population} does. */
    public static final class Builder {
        private double roomSkew;
        private int slowReaders;
        private long slowBytesPerSecond = DEFAULT_SLOW_BYTES_PER_SECOND;
        private int stuckReaders;
        private int floodingClients;
        private int slowlorisClients;
        private int halfOpenClients;
        private double joinsPerSecond;
        private double connectsPerSecond;
        private int reconnects;
        private int counted;
        private long countedSeed;
        private double resetsPerSecond;

        private Builder() {}

        public Builder slowReaders(int count, long bytesPerSecond) {
            slowReaders = count;
            slowBytesPerSecond = bytesPerSecond;
            return this;
        }

        public Builder roomSkew(double skew) {
            roomSkew = skew;
            return this;
        }

        public Builder stuckReaders(int count) {
            stuckReaders = count;
            return this;
        }

        public Builder floodingClients(int count) {
            floodingClients = count;
            return this;
        }

        public Builder slowlorisClients(int count) {
            slowlorisClients = count;
            return this;
        }

        public Builder halfOpenClients(int count) {
            halfOpenClients = count;
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

        public Builder reconnects(int inARow) {
            reconnects = inARow;
            return this;
        }

        public Builder counted(int receivers, long seed) {
            counted = receivers;
            countedSeed = seed;
            return this;
        }

        public Builder resetsPerSecond(double resets) {
            resetsPerSecond = resets;
            return this;
        }

        /** @throws IllegalArgumentException if a number is out of its range */
        public Population build() {
            return new Population(
                    roomSkew,
                    slowReaders,
                    slowBytesPerSecond,
                    stuckReaders,
                    floodingClients,
                    slowlorisClients,
                    halfOpenClients,
                    joinsPerSecond,
                    connectsPerSecond,
                    reconnects,
                    counted,
                    countedSeed,
                    resetsPerSecond);
        }
    }
}
