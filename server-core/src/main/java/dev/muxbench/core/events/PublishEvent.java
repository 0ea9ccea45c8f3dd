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

/** The lines of one read batch were published to a room: from when the room's log was locked until its members were told. */
@Name("dev.muxbench.Publish")
@Label("Publish")
@Description("The lines of one read batch were published to a room, whose log was locked meanwhile")
@Category("Muxbench")
@Enabled(false)
@Threshold("100 us")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the flight recorder reads the fields
public final class PublishEvent extends Event {
    private static final PublishEvent PROBE = new PublishEvent();

    @Label("Room")
    private @Nullable String room;

    @Label("Lines")
    private long lines;

    @Label("Bytes")
    @DataAmount
    private long bytes;

    private PublishEvent() {}

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** Null while nobody records it. */
    public static @Nullable PublishEvent beginIfOn() {
        if (!isOn()) {
            return null;
        }
        var event = new PublishEvent();
        event.begin();
        return event;
    }

    public void end(String roomName, long lineCount, long byteCount) {
        end();
        if (shouldCommit()) {
            room = roomName;
            lines = lineCount;
            bytes = byteCount;
            commit();
        }
    }
}
