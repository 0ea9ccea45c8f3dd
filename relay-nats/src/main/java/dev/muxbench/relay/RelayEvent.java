package dev.muxbench.relay;

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

/** Event of a batch of one room's lines for the other servers, from its first sending until it is acknowledged. */
@Name("dev.muxbench.Relay")
@Label("Relay")
@Description("A batch of lines for other servers, until it was acknowledged")
@Category("Muxbench")
@Enabled(false)
@Threshold("10 ms")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the flight recorder reads the fields
final class RelayEvent extends Event {
    private static final RelayEvent PROBE = new RelayEvent();

    @Label("Room")
    private @Nullable String room;

    @Label("Lines")
    private long lines;

    @Label("Bytes")
    @DataAmount
    private long bytes;

    @Label("Times Sent")
    private int timesSent;

    private RelayEvent() {}

    /** Begins an event; null while it is not recorded. */
    static @Nullable RelayEvent beginIfOn() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        var event = new RelayEvent();
        event.begin();
        return event;
    }

    void end(String roomKey, long lineCount, long byteCount, int times) {
        end();
        if (shouldCommit()) {
            room = roomKey;
            lines = lineCount;
            bytes = byteCount;
            timesSent = times;
            commit();
        }
    }
}
