package dev.muxbench.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatLimitTest {
    private long now;
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("chat");
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final ArrayDeque<Runnable> windowEnds = new ArrayDeque<>();
    private final RepeatLimit limit = new RepeatLimit(told, () -> now, windowEnds::add);

    @BeforeEach
    void start() {
        told.start();
        limit.setContext(context);
        limit.start();
        log.setLevel(Level.DEBUG);
        log.addAppender(limit);
    }

    private List<String> told() {
        return told.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private void passWindow() {
        now += RepeatLimit.WINDOW_NANOS;
        for (int n = windowEnds.size(); n > 0; n--) {
            windowEnds.remove().run();
        }
    }

    @Test
    void theFirstIsToldAtOnceAndTheOthersAsANumber() {
        for (int i = 0; i < 124; i++) {
            log.warn("closed {}: slow", "client" + i);
        }
        assertThat(told()).containsExactly("WARN closed client0: slow");
        passWindow();
        assertThat(told()).containsExactly("WARN closed client0: slow", "WARN closed client0: slow ... 123 more");
    }

    @Test
    void aFloodIsOneLineForEachWindow() {
        log.info("x {}", 0);
        for (int window = 0; window < 3; window++) {
            for (int i = 0; i < 10; i++) {
                log.info("x {}", i);
            }
            passWindow();
        }
        assertThat(told())
                .containsExactly("INFO x 0", "INFO x 0 ... 10 more", "INFO x 0 ... 10 more", "INFO x 0 ... 10 more");
        assertThat(windowEnds).isEmpty();
    }

    @Test
    void afterAQuietWindowItIsNewsAgain() {
        log.warn("paused");
        passWindow();
        log.warn("paused");
        log.warn("paused");
        passWindow();
        passWindow();
        log.warn("paused");
        assertThat(told()).containsExactly("WARN paused", "WARN paused", "WARN paused ... 1 more", "WARN paused");
    }

    @Test
    void kindsAreCountedApartAndDetailsNotAtAll() {
        for (int i = 0; i < 3; i++) {
            log.warn("one {}", i);
            log.warn("two {}", i);
            log.debug("three {}", i);
        }
        assertThat(told())
                .containsExactly("WARN one 0", "WARN two 0", "DEBUG three 0", "DEBUG three 1", "DEBUG three 2");
    }

    @Test
    void whatWasCountedIsToldAtTheEnd() {
        log.warn("late");
        log.warn("late");
        limit.stop();
        assertThat(told()).containsExactly("WARN late", "WARN late ... 1 more");
        assertThat(told.isStarted()).isFalse();
    }
}
