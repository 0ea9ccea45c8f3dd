package dev.muxbench.core.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** One session was sent what was new for it, as much as its connection took. */
@Name("dev.muxbench.Flush")
@Label("Flush")
@Description("One session was sent what was new for it, as much as its connection took")
@Category("Muxbench")
@Enabled(false)
@Threshold("1 ms")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the flight recorder reads the fields
public final class FlushEvent extends Event {
    private static final FlushEvent PROBE = new FlushEvent();

    @Label("Nick")
    private @Nullable String nick;

    @Label("Bytes")
    @DataAmount
    private long bytes;

    @Label("Backlog")
    @Description("What it is still to be sent")
    @DataAmount
    private long backlog;

    private FlushEvent() {}

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** Null while nobody records it. */
    public static @Nullable FlushEvent beginIfOn() {
        if (!isOn()) {
            return null;
        }
        var event = new FlushEvent();
        event.begin();
        return event;
    }

    public void end(String ofNick, long byteCount, long backlogBytes) {
        end();
        if (shouldCommit()) {
            nick = ofNick;
            bytes = byteCount;
            backlog = backlogBytes;
            commit();
        }
    }
}
