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
 * @param backend  the contestant's name in the run: the backend's own unless the run has renamed it
 * @param clients  connections
 * @param point    value of the option that the scenario sweeps; null if it sweeps none
 * @param epoch    from 1; each epoch has a fresh server process of the contestant
 * @param pass     from 1; trials of one pass are made close together, in a random order; 0 in the warm-up, which enters
 *     no figure
 * @param dropped  true if the pass was disturbed, so that it enters no contestant's figures
 * @param started  UTC, ISO 8601
 * @param verdict  VALID, INVALID or FAILED
 * @param reasons  why the trial is not VALID
 * @param files    base name of the trial's files
 * @param figures  values by {@link Figure#key()}, and others; figures without a value are left out
 * @param server   what is known about the server: threads, command line
 * @param snapshots in the order of the phases; none if nothing but the figures is known
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

    /** A contestant under one load; its trials are repetitions. */
    public record Cell(
            String scenario,
            String backend,
            int clients,
            @Nullable Point point) {
        public Cell withBackend(String other) {
            return new Cell(scenario, other, clients, point);
        }

        /** Returns the cell for people. */
        public String title() {
            return backend + ", " + clients + " clients, " + scenario + (point == null ? "" : ", " + point);
        }

        /** Returns the base name of the cell's files. */
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

    /** True if the trial enters the figures. */
    @JsonIgnore
    public boolean isMeasured() {
        return pass > 0 && !dropped && !isFailed();
    }

    /** Returns a copy with another verdict. */
    public Trial withVerdict(String other) {
        return with(other, dropped);
    }

    /** Returns a copy of which the pass was disturbed or not. */
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

    /** Returns a figure's value; NaN if there is none. */
    public double figure(Figure figure) {
        return figures.getOrDefault(figure.key(), Double.NaN);
    }

    /** Returns the trial for people. */
    public String title() {
        return cell().title() + ", " + place();
    }

    /** Returns epoch and pass, for people. */
    public String place() {
        return "epoch " + epoch + (pass == 0 ? ", warm-up" : ", pass " + pass);
    }

    /** Returns {@link #verdict} and {@link #reasons} in one line. */
    public String judgement() {
        return reasons.isEmpty() ? verdict : verdict + ": " + String.join("; ", reasons);
    }
}
