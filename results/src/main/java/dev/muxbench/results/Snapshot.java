package dev.muxbench.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a trial's server and generator had used when a phase began. Each figure of a trial is the difference of two of these.
 *
 * @param phase         that begins: {@code connecting}, {@code warming_up}, {@code measuring}, {@code draining} or {@code done}
 * @param seconds       since connecting began
 * @param deliveries    verified, or counted, by then
 * @param server        its process
 * @param generator     this process
 * @param gcPauseNanos  of the server's collector since the trial began; 0 if it has none that says so
 * @param sends         of the server; null if it does not say
 * @param jvm           of the server; null if it does not say
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
