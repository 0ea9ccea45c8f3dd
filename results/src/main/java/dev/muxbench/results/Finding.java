package dev.muxbench.results;

/** What trials show about a difference between two contestants or runs. */
public enum Finding {
    BETTER("better"),
    WORSE("worse"),
    /** A difference may exist, but it is too small for so few or so scattered trials. */
    NO_DIFFERENCE_SHOWN("no difference shown"),
    /** There are too few trials for so many comparisons: no outcome could show a difference. */
    TOO_FEW_TRIALS("too few trials");

    private final String label;

    Finding(String label) {
        this.label = label;
    }

    /** Returns the words for people. */
    public String label() {
        return label;
    }

    /**
     * Returns the finding for a ratio.
     *
     * @param ratio      of the value to the one that it is compared with
     * @param attainable true if so many trials could show a difference
     * @param shown      true if they show one
     */
    public static Finding of(double ratio, boolean higherIsBetter, boolean attainable, boolean shown) {
        if (!shown) {
            return attainable ? NO_DIFFERENCE_SHOWN : TOO_FEW_TRIALS;
        }
        return (ratio > 1) == higherIsBetter ? BETTER : WORSE;
    }
}
