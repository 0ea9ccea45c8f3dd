package dev.muxbench.testkit;

import dev.muxbench.core.spi.BackendProvider;
import org.junit.jupiter.api.Nested;

/**
 * Everything that a backend must be and do. A backend's test extends this class and hands its provider over; nothing else is to
 * be written. Slow parts carry the tag {@code slow}.
 */
public abstract class BackendContract {
    private final BackendProvider provider;

    protected BackendContract(BackendProvider provider) {
        this.provider = provider;
    }

    @Nested
    class Protocol extends ProtocolContract {
        Protocol() {
            super(provider);
        }
    }

    @Nested
    class Closing extends ClosingContract {
        Closing() {
            super(provider);
        }
    }

    @Nested
    class Overload extends OverloadContract {
        Overload() {
            super(provider);
        }
    }

    @Nested
    class Disconnect extends DisconnectContract {
        Disconnect() {
            super(provider);
        }
    }

    @Nested
    class Limits extends LimitsContract {
        Limits() {
            super(provider);
        }
    }

    @Nested
    class Attack extends AttackContract {
        Attack() {
            super(provider);
        }
    }

    @Nested
    class Stopping extends StoppingContract {
        Stopping() {
            super(provider);
        }
    }

    @Nested
    class Watching extends WatchingContract {
        Watching() {
            super(provider);
        }
    }

    @Nested
    class Tls extends TlsContract {
        Tls() {
            super(provider);
        }
    }

    @Nested
    class Scale extends ScaleContract {
        Scale() {
            super(provider);
        }
    }
}
