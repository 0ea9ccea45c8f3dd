package dev.muxbench.core.events;

import java.util.List;

/** All of them. */
public final class Events {
    private Events() {}

    /** Asked once at the start, it makes them known to the flight recorder, which takes its time: no loop has to wait for that later. */
    public static boolean isAnyOn() {
        return List.of(
                        AcceptEvent.isOn(),
                        CloseEvent.isOn(),
                        PublishEvent.isOn(),
                        FlushEvent.isOn(),
                        PushbackEvent.isOn())
                .contains(true);
    }
}
