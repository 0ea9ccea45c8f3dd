package dev.muxbench.core.overload;

/**
 * Cursors in a room's log, or in a share of it.
 *
 * @param present   all
 * @param newcomers those that were added a moment ago
 * @param waitedFor those that the room has waited for a moment ago
 * @param behind    those that are further behind than the low-water mark
 * @param stuck     those of them that have made no progress for the timeouts of a standstill
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

    /** With so many more who are not behind. */
    public Readers withOthers(int others) {
        return new Readers(present + others, newcomers, waitedFor, behind, stuck);
    }

    public boolean newcomersAreMinority() {
        return 2 * newcomers < present;
    }

    /** Else all are as slow as each other, and the room waits for them by turns. */
    public boolean waitsForMinority() {
        return 2 * waitedFor < present;
    }

    public boolean standsStill() {
        return behind > 0 && stuck == behind;
    }
}
