package dev.muxbench.testkit;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Simulates with fresh seeds for some time: {@code SimulationMain [SECONDS [FIRST_SEED [STEPS]]]}. Ends with exit code 1 at a fault. */
public final class SimulationMain {
    private static final String STEPS = "5000";

    private SimulationMain() {}

    /** See the class. */
    public static void main(String[] args) {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 60;
        long seed = args.length > 1
                ? Long.parseLong(args[1])
                : ThreadLocalRandom.current().nextLong();
        int steps = Integer.parseInt(args.length > 2 ? args[2] : STEPS);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long done = 0;
        while (done == 0 || System.nanoTime() - end < 0) {
            new Simulation(seed++).run(steps);
            done++;
        }
        System.out.println(done + " seeds up to " + (seed - 1) + ", no fault");
    }
}
