package dev.muxbench.load.judge;

import java.util.List;

/** The verdict on a report: whether its figures may be trusted. */
public sealed interface Verdict {
    /** Exit code of a load that has missed an objective. */
    int MISSED = 5;

    /** Every delivery was verified, and the generator kept its schedule. */
    record Valid() implements Verdict {}

    /** Nothing was lost, but the figures say more about the generator or the machine than about the server. */
    record Invalid(List<String> reasons) implements Verdict {}

    /** Nothing is wrong with it, but it was ended before its time, as an objective could not be met any more. */
    record Ended(List<String> reasons) implements Verdict {}

    /** Deliveries were lost, doubled, reordered or damaged, connections broke, or nothing was measured at all. */
    record Failed(List<String> reasons) implements Verdict {}

    /** Why it is not valid; empty if it is. */
    default List<String> why() {
        return switch (this) {
            case Valid() -> List.of();
            case Invalid(var reasons) -> reasons;
            case Ended(var reasons) -> reasons;
            case Failed(var reasons) -> reasons;
        };
    }

    /** VALID, INVALID, ENDED or FAILED. */
    default String word() {
        return switch (this) {
            case Valid() -> "VALID";
            case Invalid(var reasons) -> "INVALID";
            case Ended(var reasons) -> "ENDED";
            case Failed(var reasons) -> "FAILED";
        };
    }

    /** 0, 4, {@link #MISSED} or 3. */
    default int exitCode() {
        return switch (this) {
            case Valid() -> 0;
            case Invalid(var reasons) -> 4;
            case Ended(var reasons) -> MISSED;
            case Failed(var reasons) -> 3;
        };
    }

    /** Returns the verdict in words, for people. */
    default String describe() {
        return why().isEmpty() ? word() : word() + ": " + String.join("; ", why());
    }
}
