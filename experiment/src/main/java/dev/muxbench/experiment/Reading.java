package dev.muxbench.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muxbench.results.JvmUse;
import dev.muxbench.results.ProcessUse;
import dev.muxbench.results.Sends;
import org.jspecify.annotations.Nullable;

/**
 * What a server has used so far.
 *
 * @param use   of its process
 * @param sends null if the server does not tell, as peers and older builds do not
 * @param jvm   null likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Reading(
        ProcessUse use, @Nullable Sends sends, @Nullable JvmUse jvm) {}
