/**
 * The load generator: clients by the thousand that check every line they receive.
 *
 * <p>{@link dev.muxbench.load.LoadRun} connects the clients of a {@link dev.muxbench.load.LoadPlan}, spread over
 * {@link dev.muxbench.load.Worker}s, sends on schedule, and returns a {@link dev.muxbench.load.LoadReport} with a
 * {@link dev.muxbench.load.Verdict} on its own worth. It shares no code with the server: {@link dev.muxbench.load.LineCodec} and
 * {@link dev.muxbench.load.Verifier} are an independent oracle. What a client's neighbours have received before is compared with
 * that, in a {@link dev.muxbench.load.RoomTape}, instead of being decoded again.
 *
 * <p>A {@link dev.muxbench.load.Population} may have {@link dev.muxbench.load.SlowReaders} and clients that come and go
 * ({@link dev.muxbench.load.Churn}); {@link dev.muxbench.load.Audience} knows who must receive which line then.
 *
 * <p>What the server speaks is a {@link dev.muxbench.load.Dialect}, one for each {@link dev.muxbench.load.Protocol}; what lines say,
 * {@link dev.muxbench.load.Texts}.
 *
 * <p>A {@link dev.muxbench.load.Watchdog} looks at the machine and the generator itself meanwhile; {@link dev.muxbench.load.Judgement}
 * says what the figures are worth.
 *
 * <p>Several processes may share a load, a {@link dev.muxbench.load.Part} each; {@link dev.muxbench.load.LoadResult} adds up what
 * they report.
 *
 * <p>Its sockets are in {@link dev.muxbench.load.net}.
 *
 * <p>Time is {@link System#nanoTime()}; latency runs from the instant at which a line was due, not from when it was written, so
 * that a server that stalls the sender cannot hide it (no coordinated omission).
 *
 * <p>Threads: a worker owns its network, clients, histograms and counters. Workers share {@link dev.muxbench.load.Completions},
 * {@link dev.muxbench.load.Audience} and a few volatile counters.
 */
@NullMarked
package dev.muxbench.load;

import org.jspecify.annotations.NullMarked;
