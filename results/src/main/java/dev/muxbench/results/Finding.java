package dev.muxbench.results;

/** The finding of trials about a difference. */
public enum Finding {
    BETTER("better"),
    WORSE("worse"),
    /** There may be one, too small for so few or so scattered trials. */
    NO_DIFFERENCE_SHOWN("no difference shown"),
    /** So few, for so many comparisons, that no outcome could show anything. */
    TOO_FEW_TRIALS("too few trials");

    private final String label;

    Finding(String label) {
        this.label = label;
    }

    /** Returns the finding in words. */
    public String label() {
        return label;
    }

    /**
     * What there is to say.
     *
     * @param ratio      to what it is compared with
     * @param attainable so many trials could show something
     * @param shown      they do
     */
    public static Finding of(double ratio, boolean higherIsBetter, boolean attainable, boolean shown) {
        if (!shown) {
            return attainable ? NO_DIFFERENCE_SHOWN : TOO_FEW_TRIALS;
        }
        return (ratio > 1) == higherIsBetter ? BETTER : WORSE;
    }
}
