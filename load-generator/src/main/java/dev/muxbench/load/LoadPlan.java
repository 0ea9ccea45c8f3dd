package dev.muxbench.load;

import dev.muxbench.load.net.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What to do to a server.
 *
 * @param target    resolved address
 * @param clients   connections; all of them receive
 * @param senders   how many of them send, too
 * @param arrivals  when lines are due
 * @param warmup    lines due in it are sent and verified, but not measured
 * @param duration  lines due in it are measured
 * @param lineBytes size of a line's text, without nick and LF
 * @param rooms     the clients are spread over so many rooms; 1 leaves them where the server puts them
 * @param threads   workers
 * @param transport of its connections
 * @param population who reads slowly, who comes and goes
 */
public record LoadPlan(
        InetSocketAddress target,
        int clients,
        int senders,
        Arrivals arrivals,
        Duration warmup,
        Duration duration,
        int lineBytes,
        int rooms,
        int threads,
        Transport transport,
        Population population) {

    /** The longest line text. */
    public static final int MAX_LINE_BYTES = 64 << 10;

    private static final int MOST_IN_FLIGHT = 1 << 20;
    private static final int MOST_JOINS_PER_SECOND = 1_000_000;

    /** When lines are due. */
    public sealed interface Arrivals {
        /**
         * Open loop: lines are due at even distances, whatever the server does.
         *
         * @param linesPerSecond over all senders
         */
        record ConstantRate(double linesPerSecond) implements Arrivals {}

        /**
         * Closed loop: a line is due when fewer than so many are on their way.
         *
         * @param lines not yet received by everybody who should; slow readers are not waited for
         */
        record ClosedWindow(int lines) implements Arrivals {}
    }

    /** With {@link Population#STEADY}. */
    public LoadPlan(
            InetSocketAddress target,
            int clients,
            int senders,
            Arrivals arrivals,
            Duration warmup,
            Duration duration,
            int lineBytes,
            int rooms,
            int threads,
            Transport transport) {
        this(
                target,
                clients,
                senders,
                arrivals,
                warmup,
                duration,
                lineBytes,
                rooms,
                threads,
                transport,
                Population.STEADY);
    }

    public LoadPlan {
        require(clients >= 2, "clients must be 2 or more, one to send and one to receive");
        require(rooms >= 1, "rooms must be 1 or more");
        require(clients >= 2 * rooms, "clients must be at least twice the rooms: nobody hears a client that is alone");
        require(senders >= 1 && senders <= clients, "senders must be from 1 to the number of clients");
        require(senders <= LineCodec.MAX_SENDERS, "senders must be at most " + LineCodec.MAX_SENDERS);
        require(
                lineBytes >= LineCodec.MIN_BYTES && lineBytes <= MAX_LINE_BYTES,
                "size must be from " + LineCodec.MIN_BYTES + " to " + MAX_LINE_BYTES + " bytes");
        require(threads >= 1 && threads <= clients, "threads must be from 1 to the number of clients");
        require(!warmup.isNegative(), "warmup must not be negative");
        require(duration.isPositive(), "duration must be positive");
        switch (arrivals) {
            case Arrivals.ConstantRate(var rate) -> require(rate > 0 && rate <= 1e9, "rate must be above 0, up to 1e9");
            case Arrivals.ClosedWindow(var lines) ->
                require(lines >= 1 && lines <= MOST_IN_FLIGHT, "in-flight must be from 1 to " + MOST_IN_FLIGHT);
        }
        requirePopulation(clients, senders, rooms, population);
    }

    private static void requirePopulation(int clients, int senders, int rooms, Population population) {
        int slow = population.slowReaders();
        double joins = population.joinsPerSecond();
        require(slow >= 0, "slow-readers must be 0 or more");
        require(
                slow <= clients - senders,
                "slow-readers must be at most " + (clients - senders) + ", the clients that do not send");
        require(
                clients - slow >= 2 * rooms,
                "slow-readers must leave at least two other clients in each room, one to send and one to receive");
        require(slow == 0 || population.slowBytesPerSecond() >= 1, "slow-rate must be 1 byte/s or more");
        require(
                joins >= 0 && joins <= MOST_JOINS_PER_SECOND,
                "churn must be from 0 to " + MOST_JOINS_PER_SECOND + " joins/s");
        require(joins == 0 || slow < clients - senders, "churn needs clients that neither send nor read slowly");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    int roomOf(int client) {
        return client % rooms;
    }

    /** The last ones, so that every room has its share of them. */
    boolean isSlow(int client) {
        return client >= fastClients();
    }

    private int fastClients() {
        return clients - population.slowReaders();
    }

    /** Whether it leaves and comes back. */
    boolean comesAndGoes(int client) {
        return population.joinsPerSecond() > 0 && client >= senders && !isSlow(client);
    }

    /** How many do. */
    int comersAndGoers() {
        return population.joinsPerSecond() > 0 ? fastClients() - senders : 0;
    }

    /** Those who receive the lines of this sender and do not read slowly, when nobody is away. */
    int fastReceiversOf(int sender) {
        return amongFirst(fastClients(), roomOf(sender)) - 1;
    }

    int slowReceiversOf(int sender) {
        int room = roomOf(sender);
        return amongFirst(clients, room) - amongFirst(fastClients(), room);
    }

    /** How many of the first clients are in a room: they are dealt out in turn. */
    private int amongFirst(int count, int room) {
        return count / rooms + (room < count % rooms ? 1 : 0);
    }
}
