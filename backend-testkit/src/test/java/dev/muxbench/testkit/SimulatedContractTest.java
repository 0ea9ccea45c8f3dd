package dev.muxbench.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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

    @Nested
    class Overload extends OverloadContract {
        Overload() {
            super(new SimulatedWorld());
        }

        /** Law 1, with little patience. On sockets it is the kernel's buffers that decide who is as slow as whom. */
        @Test
        void whoIsAsSlowAsMostOthersIsWaitedForUpToAStandstill() {
            var server = serve(tight(), 2);
            var sender = server.connect();
            var readers = List.of(server.connectSlow(), server.connectSlow(), server.connectSlow());
            int lines = NumberedLines.in(1 << 20);
            var publishing = run(() -> NumberedLines.send(sender, lines));
            server.awaitHeldInput();
            letPass(TIMEOUT.multipliedBy(2)); // three would be a standstill
            var reading = readers.stream()
                    .map(reader -> run(() -> NumberedLines.expect(reader, "user:1", lines)))
                    .toList();
            publishing.join();
            reading.forEach(Background::join);
            assertThat(server.slowConsumers()).isZero();
        }
    }

    @Nested
    class Disconnect extends DisconnectContract {
        Disconnect() {
            super(new SimulatedWorld());
        }
    }
}
