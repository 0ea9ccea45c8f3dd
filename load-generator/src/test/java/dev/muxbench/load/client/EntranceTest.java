package dev.muxbench.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.load.net.Connection;
import dev.muxbench.load.net.Network;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.load.plan.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntranceTest {
    /** Remembers how large a receive buffer each client has asked for, and connects nobody. */
    private static final class Buffers implements Network<Client> {
        final Map<Integer, Integer> receiveBuffers = new HashMap<>();

        @Override
        public Connection connect(
                InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, Client client)
                throws IOException {
            receiveBuffers.put(client.id(), receiveBuffer);
            throw new IOException("nobody is connected");
        }

        @Override
        public void select(long millis, Handler<? super Client> handler) {}

        @Override
        public void close() {}
    }

    /** Else a slow reader's kernel takes in some MiB on its behalf before the server feels it. */
    @Test
    void onlySlowReadersHaveASmallReceiveBuffer() {
        var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        var plan = new LoadPlan(
                target,
                4,
                1,
                new Arrivals.ConstantRate(1),
                Duration.ZERO,
                Duration.ofSeconds(1),
                64,
                1,
                1,
                Transport.JDK,
                Population.builder()
                        .unruly(Role.SLOW_READER, 2)
                        .slowBytesPerSecond(1)
                        .build());
        var buffers = new Buffers();
        var state = new RunState(plan, Duration.ofSeconds(1));
        var entrance = new Entrance(state, state.plan.speech().protocol().open(state), buffers);
        for (int id = 0; id < 4; id++) {
            try {
                entrance.open(new Client(id, 0));
            } catch (IOException e) {
                // as expected
            }
        }
        assertThat(buffers.receiveBuffers)
                .containsEntry(0, Network.SYSTEM_BUFFER)
                .containsEntry(1, Network.SYSTEM_BUFFER)
                .containsEntry(2, 8192)
                .containsEntry(3, 8192);
    }
}
