package dev.muxbench.load.text;

/** The texts of lines. Each begins with the header that {@link LineCodec} needs, which counts as text. */
public sealed interface Texts {
    /** Filler, all as long as the plan's lines. */
    record Even() implements Texts {}

    /**
     * Filler of any length up to that of the plan's lines, each as likely. A line's length follows from the seed, its sender and its
     * number.
     *
     * @param leastBytes the shortest
     */
    record Between(int leastBytes, long seed) implements Texts {}

    /** Lines of real text, none longer than the plan's lines. Each sender reads them in order, from another place on. */
    record Real(Corpus corpus) implements Texts {}
}
