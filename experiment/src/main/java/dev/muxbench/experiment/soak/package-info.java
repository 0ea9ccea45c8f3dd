/**
 * The soak: for hours, one hardship after another on real servers, with every delivery verified or counted, and what a server holds
 * read after each.
 *
 * <p>{@link dev.muxbench.experiment.soak.Soak} is the loop, {@link dev.muxbench.experiment.soak.Phase} one load with its hardship,
 * {@link dev.muxbench.experiment.soak.Growth} judges what does not come back. Everything that is drawn follows from the seed.
 *
 * <p>Threads: the soak's, but for what a hardship does to a server beside its load.
 */
@org.jspecify.annotations.NullMarked
package dev.muxbench.experiment.soak;
