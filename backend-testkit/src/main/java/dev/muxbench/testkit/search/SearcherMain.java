package dev.muxbench.testkit.search;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Searches with fresh seeds: {@code SearcherMain [SECONDS [FIRST_SEED]]}. Ends with exit code 1 at a breach. */
public final class SearcherMain {
    private SearcherMain() {}

    /** See the class. */
    public static void main(String[] args) {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 60;
        long seed = args.length > 1
                ? Long.parseLong(args[1])
                : ThreadLocalRandom.current().nextLong();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long done = 0;
        while (done == 0 || System.nanoTime() - end < 0) {
            new Searcher(seed++).run();
            done++;
        }
        System.out.println(done + " seeds up to " + (seed - 1) + ", nothing found");
    }
}
