package dev.muxbench.cli.load.folder;

import dev.muxbench.cli.load.summary.LoadSummary;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.plan.Role;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a load's folder is about.
 *
 * @param topic   what is asked
 * @param label   stands for the server, as a backend's name does in other runs
 * @param target  the server, as the user wrote it
 * @param whole   what all parts do together
 * @param part    which of them this is
 * @param startAt when all of them begin; empty if there is only one, which begins when it is ready
 */
public record LoadSubject(
        Topic topic, String label, String target, LoadPlan whole, Part part, Optional<Instant> startAt) {

    /** The topic of a load, as in a {@link Question}. */
    public record Topic(String name, String question, String need) {
        /** Returns the topic of a load that follows no scenario. */
        public static Topic of(String target, LoadPlan plan) {
            return new Topic(
                    "load",
                    "How does " + target + " bear this load?",
                    isClosed(plan) ? "the most deliveries a second" : "the lowest latency");
        }
    }

    private static final List<Figure> SHOWN = List.of(
            Figure.DELIVERIES_PER_SECOND,
            Figure.LATENCY_P50,
            Figure.LATENCY_P99,
            Figure.LATENCY_P999,
            Figure.LATENCY_MAX,
            Figure.LAST_RECEIVER_P99);

    /** Returns the share that this part does. */
    LoadPlan share() {
        return part.shareOf(whole);
    }

    private static boolean isClosed(LoadPlan plan) {
        return plan.arrivals() instanceof Arrivals.ClosedWindow;
    }

    Question question() {
        var share = share();
        return new Question(
                topic.name(),
                topic.question(),
                topic.need(),
                LoadSummary.describe(share) + (part.isWhole() ? "" : "; " + part + " of run " + part.run()),
                (isClosed(whole) ? Figure.DELIVERIES_PER_SECOND : Figure.LATENCY_P99).key(),
                figures(share),
                List.of(share.clients()),
                null,
                List.of());
    }

    private static List<String> figures(LoadPlan plan) {
        var figures = new ArrayList<>(SHOWN);
        if (plan.population().joinsPerSecond() > 0) {
            figures.add(Figure.JOIN_P99);
        }
        if (plan.population().count(Role.SLOW_READER) > 0) {
            figures.add(Figure.SLOW_READERS_CLOSED);
        }
        return figures.stream().map(Figure::key).toList();
    }
}
