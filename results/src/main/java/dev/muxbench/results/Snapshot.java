package dev.muxbench.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a trial's server and generator had used when a phase began. The figures of a trial are differences of two
 * snapshots.
 *
 * @param phase         the phase that begins: {@code connecting}, {@code warming_up}, {@code measuring},
 *     {@code draining} or {@code done}
 * @param seconds       since connecting began
 * @param deliveries    deliveries verified, or counted, by then
 * @param server        the server's process
 * @param generator     this process
 * @param gcPauseNanos  pauses of the server's collector since the trial began; 0 if none are logged
 * @param sends         the server's sends; null if it does not report them
 * @param jvm           the server's JVM; null if it is unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Snapshot(
        String phase,
        double seconds,
        long deliveries,
        ProcessUse server,
        ProcessUse generator,
        double gcPauseNanos,
        @Nullable Sends sends,
        @Nullable JvmUse jvm) {}
