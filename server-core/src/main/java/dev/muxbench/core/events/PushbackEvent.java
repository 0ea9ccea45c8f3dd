package dev.muxbench.core.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A client's input had to wait: for its room, for the client to read, or for its rate. */
@Name("dev.muxbench.Pushback")
@Label("Pushback")
@Description("A client's input had to wait: for its room, for the client to read, or for its rate")
@Category("Muxbench")
@Enabled(false)
@Threshold("10 ms")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the flight recorder reads the fields
public final class PushbackEvent extends Event {
    private static final PushbackEvent PROBE = new PushbackEvent();

    @Label("Nick")
    private @Nullable String nick;

    private PushbackEvent() {}

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    /** Null while nobody records it. */
    public static @Nullable PushbackEvent beginIfOn() {
        if (!isOn()) {
            return null;
        }
        var event = new PushbackEvent();
        event.begin();
        return event;
    }

    public void end(String ofNick) {
        end();
        if (shouldCommit()) {
            nick = ofNick;
            commit();
        }
    }
}
