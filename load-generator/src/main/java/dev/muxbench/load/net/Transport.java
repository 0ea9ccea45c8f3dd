package dev.muxbench.load.net;

import java.io.IOException;
import java.util.Locale;

/** The means by which the generator reaches its sockets. */
public enum Transport {
    /** epoll(7), edge-triggered, called directly: the cheapest per delivery. Linux on x86-64 and AArch64. */
    EPOLL,
    /** The JDK's selector: everywhere. */
    JDK;

    /** The cheapest that works here. */
    public static Transport best() {
        return EpollNetwork.isAvailable() ? EPOLL : JDK;
    }

    public boolean isAvailable() {
        return this == JDK || EpollNetwork.isAvailable();
    }

    /** Returns whether its connections can be silenced. */
    public boolean canSilence() {
        return this == EPOLL;
    }

    /** @param <A> what comes with each connection */
    public <A> Network<A> open() throws IOException {
        return switch (this) {
            case EPOLL -> new EpollNetwork<>();
            case JDK -> new JdkNetwork<>();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
