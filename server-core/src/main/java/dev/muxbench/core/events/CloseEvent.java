package dev.muxbench.core.events;

import dev.muxbench.core.spi.CloseReason;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A connection was closed. */
@Name("dev.muxbench.Close")
@Label("Close")
@Description("A connection was closed")
@Category("Muxbench")
@Enabled(false)
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the flight recorder reads the fields
public final class CloseEvent extends Event {
    private static final CloseEvent PROBE = new CloseEvent();

    @Label("Nick")
    private @Nullable String nick;

    @Label("Reason")
    private @Nullable String reason;

    @Label("Age")
    @Timespan(Timespan.NANOSECONDS)
    private long age;

    @Label("Received")
    @DataAmount
    private long received;

    @Label("Sent")
    @DataAmount
    private long sent;

    private CloseEvent() {}

    public static boolean isOn() {
        return PROBE.isEnabled();
    }

    /**
     * Only while it {@linkplain #isOn() is on}.
     *
     * @param received bytes
     * @param sent     bytes
     */
    public static void record(String nick, CloseReason reason, long ageNanos, long received, long sent) {
        var event = new CloseEvent();
        event.nick = nick;
        event.reason = reason.label();
        event.age = ageNanos;
        event.received = received;
        event.sent = sent;
        event.commit();
    }
}
