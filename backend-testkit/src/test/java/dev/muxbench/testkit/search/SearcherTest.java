package dev.muxbench.testkit.search;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("search")
class SearcherTest {
    private static final int SEEDS = 300;
    private static final int REPLAYED = 10;
    private static final Logger CORE = (Logger) LoggerFactory.getLogger("dev.muxbench.core");

    /** Thousands are closed here, each of whom the server warns of. */
    @BeforeAll
    static void logLittle() {
        CORE.setLevel(Level.ERROR);
    }

    @AfterAll
    static void logAsBefore() {
        CORE.setLevel(null);
    }

    @Test
    void nobodyHoldsARoomForLongerThanTheLawsAllow() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Searcher(seed).run();
        }
    }

    @Test
    void everythingFollowsFromTheSeed() {
        for (int seed = 0; seed < REPLAYED; seed++) {
            assertThat(story(seed)).isEqualTo(story(seed));
        }
    }

    private static String story(long seed) {
        var searcher = new Searcher(seed);
        try {
            searcher.run();
            return searcher.toString();
        } catch (AssertionError e) {
            return e.toString();
        }
    }
}
