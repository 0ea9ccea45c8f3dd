package dev.muxbench.results;

/** What trials say about a difference. */
public enum Finding {
    BETTER("better"),
    WORSE("worse"),
    /** There may be one, too small for so few or so scattered trials. */
    NO_DIFFERENCE_SHOWN("no difference shown"),
    /** So few that no outcome could show anything. */
    TOO_FEW_TRIALS("too few trials");

    private final String label;

    Finding(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** @param ratio to what it is compared with */
    public static Finding of(double ratio, boolean higherIsBetter, boolean bounded, boolean shown) {
        if (!bounded) {
            return TOO_FEW_TRIALS;
        }
        if (!shown) {
            return NO_DIFFERENCE_SHOWN;
        }
        return (ratio > 1) == higherIsBetter ? BETTER : WORSE;
    }
}
