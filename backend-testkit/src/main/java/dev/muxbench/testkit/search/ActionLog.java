package dev.muxbench.testkit.search;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was done last, for people. Threads: one. */
final class ActionLog {
    private static final int MOST = 40;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Action(long nanos, Object who, String what) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%10.3f s  %s %s", nanos / NANOS_PER_SECOND, who, what);
        }
    }

    private final ArrayDeque<Action> last = new ArrayDeque<>(MOST);

    void add(long nowNanos, Object who, String what) {
        if (last.size() == MOST) {
            last.remove();
        }
        last.add(new Action(nowNanos, who, what));
    }

    @Override
    public String toString() {
        return last.stream().map(Action::toString).collect(Collectors.joining("\n"));
    }
}
