package dev.muxbench.core.events;

import java.net.InetSocketAddress;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A connection was accepted. */
@Name("dev.muxbench.Accept")
@Label("Accept")
@Description("A connection was accepted")
@Category("Muxbench")
@Enabled(false)
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the flight recorder reads the fields
public final class AcceptEvent extends Event {
    private static final AcceptEvent PROBE = new AcceptEvent();

    @Label("Peer")
    private @Nullable String peer;

    @Label("Nick")
    @Description("The first one; empty if it was refused")
    private @Nullable String nick;

    private AcceptEvent() {}

    static boolean isOn() {
        return PROBE.isEnabled();
    }

    public static void record(@Nullable InetSocketAddress from, String firstNick) {
        if (isOn()) {
            var event = new AcceptEvent();
            event.peer = String.valueOf(from).replace("/", "");
            event.nick = firstNick;
            event.commit();
        }
    }
}
