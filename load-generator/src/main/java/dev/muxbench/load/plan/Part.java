package dev.muxbench.load.plan;

import dev.muxbench.load.text.Texts;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One of several processes that share a load, on one machine or on many. It has a share of the clients, and verifies what these receive.
 *
 * @param run    name of what all parts do together; empty if there is only one
 * @param number from 1
 * @param of     how many there are
 * @param rooms  who talks in its rooms
 */
public record Part(String run, int number, int of, Rooms rooms) {
    /** Tells which parts talk in the rooms of a part. */
    public enum Rooms {
        /** Its own clients: it hears every line that it sends and nobody else's, and measures with one clock, its own. */
        OWN,
        /** The clients of all parts, whose clocks may differ: it measures the lines of its own ones. */
        SHARED,
        /** The clients of all parts, which have one clock: it measures all lines. */
        SHARED_ON_ONE_CLOCK
    }

    /** A load in one process. */
    public static final Part WHOLE = new Part("", 1, 1, Rooms.OWN);

    /** The most parts that a load may have. */
    public static final int MOST = 1000;

    private static final long SEEDS = 1_000_003; // far from those of a part's workers
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,11}");

    public Part {
        require(of >= 1 && of <= MOST, "part must be of 1 to " + MOST);
        require(number >= 1 && number <= of, "part must be from 1 to " + of + " of " + of);
        require(
                (of == 1 && run.isEmpty()) || RUN.matcher(run).matches(),
                "run-id must be 1 to 12 letters, digits, - and _, the same for all parts");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Creates a part with rooms of its own. */
    public Part(String run, int number, int of) {
        this(run, number, of, Rooms.OWN);
    }

    public Part withNumber(int other) {
        return new Part(run, other, of, rooms);
    }

    public boolean sharesRooms() {
        return rooms != Rooms.OWN && of > 1;
    }

    public boolean isWhole() {
        return of == 1;
    }

    /** Beginning of its rooms' names. */
    public String roomPrefix() {
        return isWhole() ? "load-" : sharesRooms() ? "load-" + run + "-" : "load-" + run + "-" + number + "-";
    }

    /** A client's number among those of all parts. */
    public int numberOf(int client) {
        return client * of + number - 1;
    }

    /** For people. */
    @Override
    public String toString() {
        return "part " + number + " of " + of;
    }

    /**
     * What this part is to do.
     *
     * @throws IllegalArgumentException if there is too little for so many parts
     */
    public LoadPlan shareOf(LoadPlan whole) {
        if (isWhole()) {
            return whole;
        }
        requireShares(whole);
        try {
            int senders = share(whole.senders());
            return new LoadPlan(
                    whole.targets(),
                    share(whole.clients()),
                    senders,
                    arrivals(whole, senders),
                    whole.warmup(),
                    whole.duration(),
                    whole.lineBytes(),
                    sharesRooms() ? whole.rooms() : share(whole.rooms()),
                    whole.generator(),
                    whole.population().shareOf(this, SEEDS * number),
                    sharesRooms() ? whole.speech() : share(whole.speech()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
        }
    }

    private void requireShares(LoadPlan whole) {
        require(
                whole.rooms() >= of || sharesRooms(),
                "rooms must be at least " + of + ": each part talks in rooms of its own, unless it has --shared-rooms");
        require(
                !sharesRooms() || whole.population().isSteady(),
                "shared-rooms goes without clients that come and go, are unruly or counted");
        require(whole.senders() >= of, "senders must be at least " + of + ", one for each part");
        switch (whole.arrivals()) {
            case Arrivals.ClosedWindow(var lines) ->
                require(lines >= of, "in-flight must be at least " + of + ", one for each part");
            case Arrivals.Bursts(var lines, var every) ->
                require(lines >= of, "burst must be of at least " + of + " lines, one for each part");
            case Arrivals.Rated rated -> {}
            case Arrivals.Poisson poisson -> {}
            case Arrivals.ThinkTime think -> {}
        }
    }

    /** The first parts have what does not divide. */
    int share(int whole) {
        return whole / of + (number <= whole % of ? 1 : 0);
    }

    private Speech share(Speech whole) {
        return whole.texts() instanceof Texts.Between(var least, var seed)
                ? new Speech(whole.protocol(), new Texts.Between(least, seed + SEEDS * number), whole.tls())
                : whole;
    }

    /** Every sender sends as often as it would in one process. */
    private Arrivals arrivals(LoadPlan whole, int senders) {
        double share = (double) senders / whole.senders();
        return switch (whole.arrivals()) {
            case Arrivals.Rated rated -> scaled(rated, share);
            case Arrivals.Poisson(var rate, var seed) ->
                new Arrivals.Poisson(scaled(rate, share), seed + SEEDS * number);
            case Arrivals.Bursts(var lines, var every) -> new Arrivals.Bursts(share(lines), every);
            case Arrivals.ClosedWindow(var lines) -> new Arrivals.ClosedWindow(share(lines));
            case Arrivals.ThinkTime think -> think;
        };
    }

    private static Arrivals.Rated scaled(Arrivals.Rated whole, double share) {
        return switch (whole) {
            case Arrivals.ConstantRate(var rate) -> new Arrivals.ConstantRate(rate * share);
            case Arrivals.ChangingRate(var from, var to, var over, var step) ->
                new Arrivals.ChangingRate(from * share, to * share, over, step * share);
        };
    }

    /** Returns how much later than the first part it begins: lines that are due at even distances stay so over all parts. */
    public Duration delay(LoadPlan whole) {
        return whole.arrivals() instanceof Arrivals.ConstantRate(var rate)
                ? Duration.ofNanos(Math.round((number - 1) * 1e9 / rate))
                : Duration.ZERO;
    }
}
