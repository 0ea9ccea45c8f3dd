package dev.muxbench.testkit;

import org.junit.jupiter.api.Nested;

/** What the contract says of the core, without sockets and without waiting. */
class SimulatedContractTest {
    @Nested
    class Protocol extends ProtocolContract {
        Protocol() {
            super(new SimulatedWorld());
        }
    }

    @Nested
    class Wire extends WireContract {
        Wire() {
            super(new SimulatedWorld());
        }
    }

    @Nested
    class Closing extends ClosingContract {
        Closing() {
            super(new SimulatedWorld());
        }
    }

    @Nested
    class Limits extends LimitsContract {
        Limits() {
            super(new SimulatedWorld());
        }
    }

    @Nested
    class Stopping extends StoppingContract {
        Stopping() {
            super(new SimulatedWorld());
        }
    }
}
