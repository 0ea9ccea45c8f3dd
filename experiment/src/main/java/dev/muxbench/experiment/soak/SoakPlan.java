package dev.muxbench.experiment.soak;

import dev.muxbench.experiment.BackendContestant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Which phase has which number. Each backend has each hardship, with and without TLS, once in a cycle, in an order of its own.
 *
 * @param contestants the backends, which take turns
 * @param seed        from which all phases follow
 */
public record SoakPlan(List<BackendContestant> contestants, long seed) {
    private static final long SCATTER = 0x9E3779B97F4A7C15L; // Random's first draws of neighbouring seeds are alike

    private record Kind(Hardship hardship, boolean tls) {}

    /** @param number from 0 */
    Phase phase(long number) {
        int turn = (int) (number % contestants.size());
        long round = number / contestants.size();
        var kinds = new ArrayList<Kind>();
        for (var hardship : Hardship.values()) {
            kinds.add(new Kind(hardship, false));
            kinds.add(new Kind(hardship, true));
        }
        long cycle = round / kinds.size();
        Collections.shuffle(kinds, random(cycle * contestants.size() + turn, 1));
        var kind = kinds.get((int) (round % kinds.size()));
        var random = random(number, 2);
        return new Phase(
                number,
                contestants.get(turn),
                kind.hardship(),
                kind.tls(),
                kind.hardship().load(random),
                random);
    }

    /**
     * Returns the options of {@code load} of a phase, without hyphens.
     *
     * @param number from 0
     */
    public Map<String, String> load(long number) {
        return phase(number).load();
    }

    private Random random(long number, long stream) {
        return new Random((seed + SCATTER * number) * SCATTER + stream);
    }
}
