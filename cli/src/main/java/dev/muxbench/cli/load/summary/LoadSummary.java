package dev.muxbench.cli.load.summary;

import dev.muxbench.cli.option.ByteSize;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** A load report in words and as JSON. Threads: any. */
public final class LoadSummary {
    /** A figure that does not exist. */
    static final String NONE = "n/a";

    private LoadSummary() {}

    /** Returns in a line what a load does. */
    public static String describe(LoadPlan plan) {
        return describe(plan, plan.duration().toNanos());
    }

    private static String describe(LoadPlan plan, long measuredNanos) {
        return String.format(
                Locale.ROOT,
                "%d clients%s, %d sender%s, %s, %s%s, %d room%s, %.1f s after %.1f s of warm-up",
                plan.clients(),
                plan.population().counted() == 0 ? "" : " (" + plan.population().counted() + " of them counted)",
                plan.senders(),
                plan.senders() == 1 ? "" : "s",
                describe(plan.arrivals()),
                SpeechSummary.lines(plan),
                SpeechSummary.protocol(plan),
                plan.rooms(),
                plan.rooms() == 1 ? "" : "s",
                measuredNanos / 1e9,
                plan.warmup().toNanos() / 1e9);
    }

    /** Returns when lines are due, in a few words. */
    static String describe(Arrivals arrivals) {
        return switch (arrivals) {
            case Arrivals.ConstantRate(var rate) -> number(rate) + " lines/s";
            case Arrivals.ChangingRate(var from, var to, var over, var step) ->
                number(from) + " to " + number(to) + " lines/s within " + seconds(over)
                        + (step == 0 ? "" : " by " + number(step));
            case Arrivals.Poisson(var rate, var seed) -> describe(rate) + " at random";
            case Arrivals.Bursts(var lines, var every) -> number(lines) + " lines at once every " + seconds(every);
            case Arrivals.ClosedWindow(var lines) -> lines + " lines in flight";
            case Arrivals.ThinkTime(var pause) -> seconds(pause) + " of thinking";
        };
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.6g", value).replaceAll("\\.0*$|(\\.\\d*[1-9])0+$", "$1");
    }

    private static String seconds(Duration duration) {
        return number(duration.toNanos() / 1e9) + " s";
    }

    public static void print(LoadResult result, PrintWriter out) {
        var report = result.report();
        var plan = report.plan();
        if (result.verdict().exitCode() != 0) {
            out.println(result.verdict().word() + ": the figures below are no result");
        }
        out.println(describe(plan, report.times().measured()));
        out.printf(
                Locale.ROOT,
                "deliveries    %,d of %,d verified, %s while measured; connected in %.2f s%n",
                report.deliveries().verified(),
                report.deliveries().expected(),
                perSecond(report.deliveriesPerSecond()),
                report.times().connect() / 1e9);
        printHistogram(out, "connecting", report.latencies().connect());
        report.reachedShare()
                .ifPresent(share -> out.printf(
                        Locale.ROOT,
                        "rate          %.1f %% of the asked rate reached: %,d of %,d lines sent in the measured time%n",
                        100 * share,
                        report.lines().measured(),
                        report.lines().measuredDue()));
        printHistogram(out, "latency", report.latencies().response());
        if (isDueBeforeItIsSent(report)) {
            printHistogram(out, "service time", report.latencies().service());
        }
        printHistogram(out, "last receiver", report.latencies().lastReceiver());
        if (isDueBeforeItIsSent(report)) {
            printHistogram(out, "schedule err", report.latencies().scheduleError());
            printHistogram(out, "pushback", report.latencies().pushback());
        }
        printPopulation(out, report);
        ConditionsSummary.print(out, report);
        if (report.faults().any() || report.faults().foreign() > 0) {
            printFaults(out, report);
        }
        result.found().forEach(found -> out.println("expected      " + describe(found)));
        report.cautions().forEach(caution -> out.println("caution       " + caution));
        out.println("verdict       " + result.verdict().describe());
        out.flush();
    }

    private static String describe(Objective.Found found) {
        return found.objective() + ": " + (found.isMet() ? "met, " : "missed, ") + found;
    }

    /** A line for each that was missed. */
    public static void printMissed(LoadResult result, PrintWriter err) {
        result.found().stream()
                .filter(found -> !found.isMet())
                .forEach(found -> err.println("expected " + found.objective() + ", found " + found));
        err.flush();
    }

    /** Prints what a part of a load does not know of lines that others send. */
    public static void printRooms(Part.Rooms rooms, PrintWriter out) {
        switch (rooms) {
            case OWN -> {}
            case SHARED ->
                out.println("shared rooms  lines of other parts are verified and not timed, because clocks differ;"
                        + " a line's last receiver is the last one here");
            case SHARED_ON_ONE_CLOCK ->
                out.println(
                        "shared rooms  a line's last receiver, and what is in flight, is that of the process that sends it");
        }
    }

    /** Returns true unless a line is due when it is sent. Then service time and latency are equal. */
    static boolean isDueBeforeItIsSent(LoadReport report) {
        return !(report.plan().arrivals() instanceof Arrivals.ClosedWindow);
    }

    private static String perSecond(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,.0f/s", value.getAsDouble()) : NONE + "/s";
    }

    /** Only what was asked for. */
    private static void printPopulation(PrintWriter out, LoadReport report) {
        var population = report.plan().population();
        if (population.counted() > 0) {
            out.printf(
                    Locale.ROOT,
                    "counted       %,d of %,d clients, drawn by seed %d: their bytes to the last, not their contents; latency is"
                            + " that of the others%n",
                    population.counted(),
                    report.plan().clients(),
                    population.countedSeed());
        }
        if (population.unrulyCount() > 0) {
            out.printf(
                    Locale.ROOT,
                    "unruly        %s; %,d closed by the server%n",
                    describeUnruly(population),
                    report.connections().unrulyClosed());
            if (report.latencies().unruly().getTotalCount() > 0) {
                printHistogram(out, "their latency", report.latencies().unruly());
            }
        }
        if (population.count(Role.FLOODING) > 0) {
            out.printf(
                    Locale.ROOT,
                    "flood         %s taken by the server%n",
                    new ByteSize(report.connections().floodBytes()));
        }
        if (population.resetsPerSecond() > 0) {
            out.printf(
                    Locale.ROOT,
                    "resets        %,d connections opened and reset%n",
                    report.connections().resets());
        }
        if (population.reconnects() > 0) {
            out.printf(
                    Locale.ROOT,
                    "reconnects    %,d connections broke, %,d clients are back%n",
                    report.connections().broken(),
                    report.connections().reconnected());
            if (report.latencies().outage().getTotalCount() > 0) {
                printHistogram(out, "outage", report.latencies().outage());
            }
        }
        if (population.joinsPerSecond() > 0) {
            out.printf(
                    Locale.ROOT,
                    "joins         %,d of %,d done, %,d failed%n",
                    report.joins().done(),
                    report.joins().scheduled(),
                    report.joins().failed());
            printHistogram(out, "join latency", report.latencies().join());
        }
    }

    private static String describeUnruly(Population population) {
        var kinds = new ArrayList<String>();
        if (population.count(Role.SLOW_READER) > 0) {
            kinds.add(String.format(
                    Locale.ROOT,
                    "%,d read %s/s",
                    population.count(Role.SLOW_READER),
                    new ByteSize(population.slowBytesPerSecond())));
        }
        add(kinds, population.count(Role.STUCK_READER), "read nothing");
        add(kinds, population.count(Role.FLOODING), "flood");
        add(kinds, population.count(Role.SLOWLORIS), "never end a line");
        add(kinds, population.count(Role.HALF_OPEN), "vanished");
        return String.join(", ", kinds);
    }

    private static void add(List<String> kinds, int count, String what) {
        if (count > 0) {
            kinds.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }

    static void printHistogram(PrintWriter out, String name, Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            out.printf("%-13s %s  (n = 0)%n", name, NONE);
            return;
        }
        out.printf(
                Locale.ROOT,
                "%-13s p50 %.3f  p90 %.3f  p99 %.3f  p99.9 %.3f  max %.3f ms  (n = %,d)%n",
                name,
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(90) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getValueAtPercentile(99.9) / 1e6,
                nanos.getMaxValue() / 1e6,
                nanos.getTotalCount());
    }

    private static void printFaults(PrintWriter out, LoadReport report) {
        var faults = report.faults();
        out.printf(
                "faults        lost %,d, duplicated %,d, reordered %,d, misordered %,d, corrupted %,d, misdirected %,d; lines of others %,d%n",
                faults.lost(),
                faults.duplicated(),
                faults.reordered(),
                faults.misordered(),
                faults.corrupted(),
                faults.misdirected(),
                faults.foreign());
        SpeechSummary.printExamples(out, faults);
    }
}
