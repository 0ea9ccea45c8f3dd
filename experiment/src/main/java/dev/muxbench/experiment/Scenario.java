package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.results.Point;
import dev.muxbench.results.Question;
import dev.muxbench.results.Trial;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    LoadPlan plan(InetSocketAddress target, Protocol protocol, Trial.Cell cell) {
        return Objects.requireNonNull(plans.get(new Setting(cell.clients(), cell.point())), "not of this scenario")
                .speaking(protocol)
                .against(Targets.of(target));
    }

    /** Why this cannot be asked of that contestant; empty if it can. */
    Optional<String> obstacle(Contestant contestant) {
        try {
            return plans.values().stream()
                    .map(plan -> plan.speaking(contestant.protocol()))
                    .flatMap(plan -> contestant.obstacle(plan).stream())
                    .findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
