package dev.muxbench.load.plan;

import dev.muxbench.load.net.Cpus;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.text.LineCodec;
import dev.muxbench.load.text.Texts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What to do to a server.
 *
 * @param targets   the servers
 * @param clients   connections; all of them receive
 * @param senders   how many of them send, too
 * @param arrivals  when lines are due
 * @param warmup    lines due in it are sent and verified, but not measured
 * @param duration  lines due in it are measured
 * @param lineBytes size of a line's text, without what stands around it; of the longest one if they differ
 * @param rooms     the clients are spread over so many rooms; 1 leaves them where the server puts them
 * @param generator what is used of this machine
 * @param population how large the rooms are, who comes and goes, who is unruly
 * @param speech    what the server speaks, and what the lines say
 */
public record LoadPlan(
        Targets targets,
        int clients,
        int senders,
        Arrivals arrivals,
        Duration warmup,
        Duration duration,
        int lineBytes,
        int rooms,
        Generator generator,
        Population population,
        Speech speech) {

    private static final int MOST_IN_FLIGHT = 1 << 20;
    private static final int MOST_STEPS = 10_000;
    private static final double MOST_LINES_PER_SECOND = 1e9;
    private static final String UNRULY =
            "slow-readers, --stuck-readers, --flooding, --slowloris and --half-open together";

    /** Creates a plan for one server. */
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
            Transport transport,
            Population population,
            Speech speech) {
        this(
                Targets.of(target),
                clients,
                senders,
                arrivals,
                warmup,
                duration,
                lineBytes,
                rooms,
                new Generator(threads, transport),
                population,
                speech);
    }

    /** Creates a plan for one server, with {@link Speech#PLAIN}. */
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
            Transport transport,
            Population population) {
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
                population,
                Speech.PLAIN);
    }

    /** Creates a plan for one server, with {@link Speech#PLAIN} and {@link Population#STEADY}. */
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
        long parts = (long) rooms * targets.roomsOfOne();
        require(
                clients >= 2 * parts,
                parts == rooms
                        ? "clients must be at least twice the rooms: nobody hears a client that is alone"
                        : "clients must be at least " + 2 * parts + ", two in each room on each server");
        require(
                targets.roomsOfOne() == 1 || senders >= targets.count(),
                "senders must be at least " + targets.count() + ", one on each server");
        require(senders >= 1 && senders <= clients, "senders must be from 1 to the number of clients");
        require(senders <= LineCodec.MAX_SENDERS, "senders must be at most " + LineCodec.MAX_SENDERS);
        requireTexts(lineBytes, speech);
        require(
                generator.threads() >= Generator.AUTO && generator.threads() <= clients,
                "threads must be auto, or from 1 to the number of clients");
        require(generator.cpus().isEmpty() || Cpus.canPin(), "cpus are of Linux only");
        var mostLate = generator.mostLate();
        require(mostLate == null || mostLate.isPositive(), "most-late must be above 0");
        require(!warmup.isNegative(), "warmup must not be negative");
        require(duration.isPositive(), "duration must be positive");
        requireArrivals(arrivals);
        requirePopulation(clients, senders, (int) parts, population);
        requireCounted(clients, senders, (int) parts, population, speech);
        require(
                population.count(Role.HALF_OPEN) == 0 || generator.transport().canSilence(),
                "half-open needs --transport epoll, which there is on Linux only");
    }

    public int threads() {
        return generator.threads();
    }

    public Transport transport() {
        return generator.transport();
    }

    /** Returns this plan with another number of workers. */
    public LoadPlan withThreads(int threads) {
        return with(targets, generator.withThreads(threads), speech);
    }

    /** Returns this plan for other servers. */
    public LoadPlan against(Targets servers) {
        return with(servers, generator, speech);
    }

    /**
     * The same in another protocol.
     *
     * @throws IllegalArgumentException if it cannot be done in that
     */
    public LoadPlan speaking(Protocol protocol) {
        return with(targets, generator, new Speech(protocol, speech.texts(), speech.tls()));
    }

    /** Returns this plan with workers on these CPUs. */
    public LoadPlan pinnedTo(List<Integer> cpus) {
        return with(targets, generator.pinnedTo(cpus), speech);
    }

    /**
     * The same for another time.
     *
     * @param before warm-up
     */
    public LoadPlan lasting(Duration before, Duration measured) {
        return new LoadPlan(
                targets, clients, senders, arrivals, before, measured, lineBytes, rooms, generator, population, speech);
    }

    /** Returns this plan with lines that are due at other times. */
    public LoadPlan due(Arrivals other) {
        return new LoadPlan(
                targets, clients, senders, other, warmup, duration, lineBytes, rooms, generator, population, speech);
    }

    private LoadPlan with(Targets servers, Generator used, Speech said) {
        return new LoadPlan(
                servers, clients, senders, arrivals, warmup, duration, lineBytes, rooms, used, population, said);
    }

    private static void requireArrivals(Arrivals arrivals) {
        switch (arrivals) {
            case Arrivals.ConstantRate(var rate) -> requireRate(rate);
            case Arrivals.ChangingRate(var from, var to, var over, var step) -> {
                require(from >= 0 && from <= MOST_LINES_PER_SECOND, "rate must begin at 0 or more, up to 1e9");
                requireRate(to);
                require(over.isPositive(), "rate must change over a time above 0");
                require(step >= 0, "step must be above 0");
                require(
                        step == 0 || Math.abs(to - from) / step < MOST_STEPS,
                        "step must be larger: the rate changes in at most " + MOST_STEPS + " steps");
            }
            case Arrivals.Poisson(var rate, var seed) -> requireArrivals(rate);
            case Arrivals.Bursts(var lines, var every) -> {
                require(lines >= 1 && lines <= MOST_IN_FLIGHT, "burst must be of 1 to " + MOST_IN_FLIGHT + " lines");
                require(every.isPositive(), "burst must come after a time above 0");
            }
            case Arrivals.ClosedWindow(var lines) ->
                require(lines >= 1 && lines <= MOST_IN_FLIGHT, "in-flight must be from 1 to " + MOST_IN_FLIGHT);
            case Arrivals.ThinkTime(var pause) -> require(!pause.isNegative(), "think must not be negative");
        }
    }

    private static void requireRate(double linesPerSecond) {
        require(linesPerSecond > 0 && linesPerSecond <= MOST_LINES_PER_SECOND, "rate must be above 0, up to 1e9");
    }

    private static void requireTexts(int lineBytes, Speech speech) {
        int most = speech.protocol().mostTextBytes();
        var range = "size must be from " + LineCodec.MIN_BYTES + " to " + most + " bytes"
                + (most < LineCodec.MAX_BYTES ? " in " + speech.protocol() : "");
        require(lineBytes >= LineCodec.MIN_BYTES && lineBytes <= most, range);
        switch (speech.texts()) {
            case Texts.Even() -> {}
            case Texts.Between(int least, long seed) -> {
                require(least >= LineCodec.MIN_BYTES, range);
                require(least <= lineBytes, "size must be a range from the shortest to the longest");
            }
            case Texts.Real(var corpus) -> {
                require(corpus.lines() > 0, "corpus has no line that can be sent");
                require(corpus.longestTextBytes() <= lineBytes, "corpus has lines that are longer than the size");
            }
        }
    }

    private static void requirePopulation(int clients, int senders, int rooms, Population population) {
        long unruly = population.unrulyCount();
        require(
                unruly <= clients - senders,
                UNRULY + " must be at most " + (clients - senders) + ", the clients that do not send");
        require(
                clients - unruly >= 2L * rooms,
                UNRULY + " must leave at least two other clients in each room, one to send and one to receive");
        require(
                population.joinsPerSecond() == 0 || unruly < clients - senders,
                "churn needs clients that neither send nor are unruly");
    }

    /** Checks which clients may be counted: of such a client nothing is known but the number of its bytes. */
    private static void requireCounted(int clients, int senders, int rooms, Population population, Speech speech) {
        if (population.counted() == 0) {
            return;
        }
        long least = (long) senders + rooms + population.unrulyCount();
        require(
                clients - population.counted() >= least,
                "verify must be at least " + least + ": the senders, the unruly clients, and a receiver in each room");
        require(
                speech.protocol().countable(),
                "verify must be all with " + speech.protocol() + ", whose servers send more than lines");
        require(population.reconnects() == 0, "verify must be all with --reconnect");
        require(population.count(Role.FLOODING) == 0, "verify must be all with --flooding, whose lines nobody expects");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
