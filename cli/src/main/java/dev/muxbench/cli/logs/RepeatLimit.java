package dev.muxbench.cli.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first event of a kind pass at once, counts those that follow within ten seconds, and tells their number then. A kind is
 * what comes from one place in the source: the same logger and the same message, whatever is put into it. Details (level debug) are
 * not counted but told.
 *
 * <p>Threads: any.
 */
final class RepeatLimit extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final long WINDOW_NANOS = 10_000_000_000L;
    private static final int MOST_KINDS = 1000; // a library may put what it says into the message itself

    private record Kind(String logger, String message) {}

    /**
     * The present window of one kind.
     *
     * @param first  that was told, in full
     * @param others that were not
     */
    private record Window(long beginNanos, String first, Level level, long others) {}

    private final Appender<ILoggingEvent> next;
    private final LongSupplier clockNanos;
    private final Executor afterAWindow;
    private final ConcurrentHashMap<Kind, Window> windows = new ConcurrentHashMap<>();

    RepeatLimit(Appender<ILoggingEvent> next) {
        this(
                next,
                System::nanoTime,
                task -> CompletableFuture.delayedExecutor(WINDOW_NANOS, TimeUnit.NANOSECONDS)
                        .execute(task));
    }

    /** @param afterAWindow runs a task when a window's time has passed */
    RepeatLimit(Appender<ILoggingEvent> next, LongSupplier clockNanos, Executor afterAWindow) {
        this.next = next;
        this.clockNanos = clockNanos;
        this.afterAWindow = afterAWindow;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.INFO) && isRepeated(event)) {
            return;
        }
        next.doAppend(event);
    }

    /** Counts it. */
    private boolean isRepeated(ILoggingEvent event) {
        var kind = new Kind(event.getLoggerName(), event.getMessage());
        if (windows.size() >= MOST_KINDS && !windows.containsKey(kind)) {
            return false;
        }
        long now = clockNanos.getAsLong();
        var window = windows.compute(
                kind,
                (k, open) -> isOver(open, now)
                        ? new Window(now, event.getFormattedMessage(), event.getLevel(), 0)
                        : new Window(open.beginNanos, open.first, open.level, open.others + 1));
        if (window.others == 1) {
            afterAWindow.execute(() -> end(kind));
        }
        return window.others > 0;
    }

    private static boolean isOver(@Nullable Window window, long nowNanos) {
        return window == null || (window.others == 0 && nowNanos - window.beginNanos >= WINDOW_NANOS);
    }

    /** Tells how many there were; from now on those of another window are counted. */
    private void end(Kind kind) {
        var counted = new long[1];
        long now = clockNanos.getAsLong();
        var window = windows.computeIfPresent(kind, (k, open) -> {
            counted[0] = open.others;
            return new Window(now, open.first, open.level, 0);
        });
        if (window != null && counted[0] > 0) {
            tell(kind, window, counted[0]);
        }
    }

    private void tell(Kind kind, Window window, long others) {
        var logger = ((LoggerContext) getContext()).getLogger(kind.logger);
        var text = window.first + " ... " + others + " more";
        next.doAppend(new LoggingEvent(RepeatLimit.class.getName(), logger, window.level, text, null, null));
    }

    /** Tells what was counted, and stops. */
    @Override
    public void stop() {
        super.stop();
        windows.keySet().forEach(this::end);
        next.stop();
    }
}
