package dev.muxbench.cli.load;

import dev.muxbench.cli.option.Durations;
import dev.muxbench.load.plan.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a load that several processes or machines share. Threads: one. */
final class PartOptions {
    private static final int MOST_PROCESSES = 256;
    private static final int RADIX = 36;
    private static final Duration LATEST_START = Duration.ofDays(1);
    private static final Pattern PART = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    @Option(
            names = "--processes",
            paramLabel = "N",
            description = "number of processes on this machine that share the load, each in rooms of its own unless "
                    + "--shared-rooms")
    private int processes = 1;

    @Option(
            names = "--shared-rooms",
            description = "with --processes or --part: all processes use the same rooms, so each verifies the lines "
                    + "of the others, too; between machines a process times its own lines only, because clocks "
                    + "differ")
    private boolean sharedRooms;

    @Option(
            names = "--part",
            paramLabel = "K/N",
            description = "do the K-th of N shares of this load; the others are for other machines")
    private @Nullable String part;

    @Option(names = "--run-id", paramLabel = "NAME", description = "name of the run, the same for all of its parts")
    private @Nullable String runId;

    @Option(
            names = "--start-at",
            paramLabel = "INSTANT",
            description = "instant at which sending begins, such as 2026-11-26T18:00:00Z or +30s; clients connect "
                    + "before")
    private @Nullable String startAt;

    int processes() {
        return processes;
    }

    boolean isGiven() {
        return processes != 1 || part != null || runId != null || startAt != null;
    }

    /** Returns how many rooms there are at least: one for each part, or one for all of them. */
    int leastRooms() {
        return sharedRooms ? 1 : Math.max(1, count());
    }

    boolean sharesRooms() {
        return sharedRooms;
    }

    /** Returns the number of parts of the load. */
    int count() {
        return part == null ? processes : part().of();
    }

    /**
     * Which part this process does, or has others do.
     *
     * @throws IllegalArgumentException with the flag, without its hyphens, and what is wrong with it
     */
    Part part() {
        require(processes >= 1 && processes <= MOST_PROCESSES, "processes must be from 1 to " + MOST_PROCESSES);
        if (part == null) {
            require(runId == null || processes > 1, "run-id is for a load of several parts: say --part K/N, too");
            require(!sharedRooms || processes > 1, "shared-rooms goes with --processes or --part");
            return processes == 1
                    ? Part.WHOLE
                    : new Part(
                            runId == null ? anyName() : runId,
                            1,
                            1,
                            sharedRooms ? Part.Rooms.SHARED_ON_ONE_CLOCK : Part.Rooms.OWN);
        }
        require(processes == 1, "part and --processes exclude each other: give each process a part of its own");
        var numbers = PART.matcher(part);
        require(numbers.matches(), "part must be such as 2/4, the second of four, not " + part);
        if (runId == null || startAt == null) {
            throw new IllegalArgumentException(
                    "part needs --run-id and --start-at, the same for all parts of the load");
        }
        require(
                !startAt.startsWith("+"),
                "part needs a --start-at that is the same for all parts: an instant, not " + startAt);
        return new Part(
                runId,
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                sharedRooms ? Part.Rooms.SHARED : Part.Rooms.OWN);
    }

    private static String anyName() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), RADIX);
    }

    /** @throws IllegalArgumentException likewise */
    Optional<Instant> startAt() {
        if (startAt == null) {
            return Optional.empty();
        }
        var now = Instant.now();
        var instant = startAt.startsWith("+") ? now.plus(Durations.parse(startAt.substring(1))) : parse(startAt);
        require(!instant.isAfter(now.plus(LATEST_START)), "start-at must be within a day, not " + instant);
        return Optional.of(instant);
    }

    private static Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "start-at must be an instant such as 2026-11-26T18:00:00Z or +30s, not " + text, e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
