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
        Transport transport) {

    /** The longest line text. */
    public static final int MAX_LINE_BYTES = 64 << 10;

    private static final int MOST_IN_FLIGHT = 1 << 20;

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
         * @param lines not yet received by everybody who should
         */
        record ClosedWindow(int lines) implements Arrivals {}
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
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Clients in this room: they are dealt out in turn. */
    int roomSize(int room) {
        return clients / rooms + (room < clients % rooms ? 1 : 0);
    }

    int roomOf(int client) {
        return client % rooms;
    }

    /** Deliveries that one line of this sender must cause. */
    int receiversOf(int sender) {
        return roomSize(roomOf(sender)) - 1;
    }
}
