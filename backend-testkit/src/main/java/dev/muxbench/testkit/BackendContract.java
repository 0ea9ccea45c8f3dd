package dev.muxbench.testkit;

import dev.muxbench.core.spi.BackendProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Everything that a backend must be and do. A backend's test extends this class and hands its provider over; nothing else is to
 * be written.
 *
 * <p>Parts that are slow by nature carry the tag {@code slow}. Those that look at the core more than at the backend carry the tag
 * {@code whole}: each build runs them on simulated connections, and need not run them on each backend.
 */
@Tag("contract")
public abstract class BackendContract {
    private final BackendProvider provider;

    protected BackendContract(BackendProvider provider) {
        this.provider = provider;
    }

    @Nested
    class Socket extends SocketContract {
        Socket() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    @Tag("whole")
    class Protocol extends ProtocolContract {
        Protocol() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    @Tag("whole")
    class Wire extends WireContract {
        Wire() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Standstill extends StandstillContract {
        Standstill() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class OwnClock extends OwnClockContract {
        OwnClock() {
            super(provider);
        }
    }

    @Nested
    class Failure extends FailureContract {
        Failure() {
            super(provider);
        }
    }

    @Nested
    class FreedMemory extends FreedMemoryContract {
        FreedMemory() {
            super(provider);
        }
    }

    @Nested
    class Closing extends ClosingContract {
        Closing() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    @Tag("whole")
    class Limits extends LimitsContract {
        Limits() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    @Tag("whole")
    class Stopping extends StoppingContract {
        Stopping() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Watching extends WatchingContract {
        Watching() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Overload extends OverloadContract {
        Overload() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Pushback extends PushbackContract {
        Pushback() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Disconnect extends DisconnectContract {
        Disconnect() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Tls extends TlsContract {
        Tls() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Handshake extends HandshakeContract {
        Handshake() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Attack extends AttackContract {
        Attack() {
            super(new RealWorld(provider));
        }
    }

    @Nested
    class Scale extends ScaleContract {
        Scale() {
            super(new RealWorld(provider));
        }
    }
}
