package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.results.Point;
import dev.muxbench.results.Question;
import dev.muxbench.results.Trial;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One question to servers.
 *
 * @param question      what is asked
 * @param serverOptions of {@code serve}
 * @param plans         the load on whatever server, for each setting
 */
public record Scenario(Question question, List<String> serverOptions, Map<Setting, LoadPlan> plans) {
    /** What is varied. */
    public record Setting(int clients, @Nullable Point point) {}

    public String name() {
        return question.name();
    }

    LoadPlan plan(InetSocketAddress target, Trial.Cell cell) {
        return Objects.requireNonNull(plans.get(new Setting(cell.clients(), cell.point())), "not of this scenario")
                .against(Targets.of(target));
    }
}
