package dev.muxbench.load;

import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import java.util.stream.Stream;

/** The protocols of this project, for tests of each of them. */
final class TestProtocols {
    static final String ALL = "dev.muxbench.load.TestProtocols#all";
    static final String OTHERS = "dev.muxbench.load.TestProtocols#others";

    private TestProtocols() {}

    static Stream<Protocol> all() {
        return Stream.of(Protocols.CHAT, Protocols.REDIS, Protocols.NATS, Protocols.IRC);
    }

    /** Those of other people's servers. */
    static Stream<Protocol> others() {
        return all().filter(protocol -> !protocol.equals(Protocols.CHAT));
    }
}
