package dev.muxbench.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server under one load, as in {@code trials.json}.
 *
 * @param scenario what was asked
 * @param backend  the name that the run gave it: a backend's, unless it was called otherwise
 * @param clients  connections
 * @param point    value of the option that the scenario sweeps; null if it sweeps none
 * @param epoch    from 1: which of the contestant's servers, each in a fresh process, that was
 * @param pass     from 1; trials of one pass were made close together, in a random order; 0 in the warm-up, which enters no figure
 * @param dropped  its pass was disturbed, and enters no figure of anybody
 * @param started  UTC, ISO 8601
 * @param verdict  VALID, INVALID or FAILED
 * @param reasons  why it is not VALID
 * @param files    beginning of the names of its files
 * @param figures  by {@link Figure#key()}, and others; one that does not exist is left out
 * @param server   what is known about the server: threads, command line
 * @param snapshots in their order; none if nothing is known but the figures
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trial(
        String scenario,
        String backend,
        int clients,
        @Nullable Point point,
        int epoch,
        int pass,
        boolean dropped,
        String started,
        String verdict,
        List<String> reasons,
        String files,
        Map<String, Double> figures,
        Map<String, String> server,
        List<Snapshot> snapshots) {

    /** Every delivery was verified, and the generator kept its schedule. */
    public static final String VALID = "VALID";

    /** Nothing was lost, but the figures say more about the generator or the machine than about the server. */
    public static final String INVALID = "INVALID";

    /** Something was lost or wrong, or the server did not start. */
    public static final String FAILED = "FAILED";

    /** The combination for which trials are repeated. */
    public record Cell(
            String scenario,
            String backend,
            int clients,
            @Nullable Point point) {
        public Cell withBackend(String other) {
            return new Cell(scenario, other, clients, point);
        }

        /** Returns the name of the cell, for people. */
        public String title() {
            return backend + ", " + clients + " clients, " + scenario + (point == null ? "" : ", " + point);
        }

        /** Beginning of the names of its files. */
        public String fileName() {
            return scenario + "-" + backend + "-" + clients
                    + (point == null ? "" : "-" + point.option() + point.number());
        }
    }

    public Cell cell() {
        return new Cell(scenario, backend, clients, point);
    }

    @JsonIgnore
    public boolean isValid() {
        return verdict.equals(VALID);
    }

    @JsonIgnore
    public boolean isFailed() {
        return verdict.equals(FAILED);
    }

    /** It enters the figures. */
    @JsonIgnore
    public boolean isMeasured() {
        return pass > 0 && !dropped && !isFailed();
    }

    /** The same, judged otherwise. */
    public Trial withVerdict(String other) {
        return with(other, dropped);
    }

    /** The same, of a pass that was disturbed, or was not. */
    public Trial withDropped(boolean isDropped) {
        return with(verdict, isDropped);
    }

    private Trial with(String otherVerdict, boolean isDropped) {
        return new Trial(
                scenario,
                backend,
                clients,
                point,
                epoch,
                pass,
                isDropped,
                started,
                otherVerdict,
                reasons,
                files,
                figures,
                server,
                snapshots);
    }

    /** NaN if there is none. */
    public double figure(Figure figure) {
        return figures.getOrDefault(figure.key(), Double.NaN);
    }

    /** Returns the name of the trial, for people. */
    public String title() {
        return cell().title() + ", " + place();
    }

    /** Epoch and pass, for people. */
    public String place() {
        return "epoch " + epoch + (pass == 0 ? ", warm-up" : ", pass " + pass);
    }

    /** {@link #verdict} and {@link #reasons} in one line. */
    public String judgement() {
        return reasons.isEmpty() ? verdict : verdict + ": " + String.join("; ", reasons);
    }
}
