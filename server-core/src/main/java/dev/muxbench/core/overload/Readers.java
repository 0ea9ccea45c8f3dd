package dev.muxbench.core.overload;

/**
 * Counts of the cursors in a room's log, or in a share of it.
 *
 * @param present   all cursors
 * @param newcomers added within the last second
 * @param waitedFor that the room has waited for lately
 * @param behind    further behind than the low-water mark
 * @param stuck     behind, and without progress for the timeouts of a standstill
 */
public record Readers(int present, int newcomers, int waitedFor, int behind, int stuck) {
    public static final Readers NONE = new Readers(0, 0, 0, 0, 0);

    public Readers plus(Readers other) {
        return new Readers(
                present + other.present,
                newcomers + other.newcomers,
                waitedFor + other.waitedFor,
                behind + other.behind,
                stuck + other.stuck);
    }

    public Readers minus(Readers other) {
        return new Readers(
                present - other.present,
                newcomers - other.newcomers,
                waitedFor - other.waitedFor,
                behind - other.behind,
                stuck - other.stuck);
    }

    /** Returns the counts with so many more cursors that are not behind. */
    public Readers withOthers(int others) {
        return new Readers(present + others, newcomers, waitedFor, behind, stuck);
    }

    public boolean newcomersAreMinority() {
        return 2 * newcomers < present;
    }

    /** False if all cursors are as slow as each other, so that the room waits for them by turns. */
    public boolean waitsForMinority() {
        return 2 * waitedFor < present;
    }

    public boolean standsStill() {
        return behind > 0 && stuck == behind;
    }
}
