package dev.muxbench.experiment;

import dev.muxbench.results.ProcessUse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A server that the run has started, so that it can be asked what it uses. Threads: one. */
sealed interface StartedServer extends Server permits ServerProcess, AgentServer {
    /** Its CPU time is read first, so that what is asked for besides is not in it; null if there is nobody to tell it any more. */
    @Nullable
    Reading read();

    /** CPU time and resident size alone, which costs less; likewise. */
    @Nullable
    ProcessUse glance();

    /** Whether its log has the pauses of a collector. */
    boolean isJvm();

    /** On this machine. */
    Path log();
}
