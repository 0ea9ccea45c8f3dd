package dev.muxbench.experiment;

import dev.muxbench.results.ProcessUse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A server that the run has started, whose use of the machine is known. Threads: one. */
sealed interface StartedServer extends Server permits ServerProcess, AgentServer {
    /** Reads what the server has used, CPU time first, so that the other questions are not in it; null if the server has gone. */
    @Nullable
    Reading read();

    /** Reads CPU time and resident size only, which costs less; null likewise. */
    @Nullable
    ProcessUse glance();

    /** True if the log has the pauses of a collector. */
    boolean isJvm();

    /** Returns the log's file on this machine. */
    Path log();
}
