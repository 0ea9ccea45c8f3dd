package dev.muxbench.load.judge;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * How often and for how long this JVM's collectors have stopped it, as they count it: in whole milliseconds.
 *
 * <p>Threads: one.
 */
public final class Pauses {
    private static final String CONCURRENT = "Cycles"; // of ZGC and Shenandoah, which have beans for their pauses, too

    private final List<GarbageCollectorMXBean> collectors;
    private final long countBefore;
    private final long millisBefore;
    private long lastMillis;
    private long longestMillis;

    /** Counts pauses from now on. */
    public Pauses() {
        collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !collector.getName().endsWith(CONCURRENT))
                .toList();
        countBefore = countNow();
        millisBefore = millisNow();
        lastMillis = millisBefore;
    }

    private long countNow() {
        long sum = 0;
        for (int i = 0; i < collectors.size(); i++) {
            sum += Math.max(0, collectors.get(i).getCollectionCount()); // -1 where it is not counted
        }
        return sum;
    }

    private long millisNow() {
        long sum = 0;
        for (int i = 0; i < collectors.size(); i++) {
            sum += Math.max(0, collectors.get(i).getCollectionTime());
        }
        return sum;
    }

    /** Takes the time that was added since the last look as one pause, so it must be called often. */
    public void look() {
        long millis = millisNow();
        longestMillis = Math.max(longestMillis, millis - lastMillis);
        lastMillis = millis;
    }

    public long count() {
        return countNow() - countBefore;
    }

    public long totalMillis() {
        return millisNow() - millisBefore;
    }

    public long longestMillis() {
        return longestMillis;
    }
}
