package dev.muxbench.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.core.spi.CloseReason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static Admission admission(int most, int mostOfOneAddress) {
        return new Admission(
                new ServerConfig(most, 1024, 10, 1 << 20, Duration.ofSeconds(1), 1 << 20, Duration.ofSeconds(1))
                        .withClientLimits(new ClientLimits(mostOfOneAddress, 0, 0, Duration.ZERO)));
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }

    @Test
    void countsAddressesApartAndForgetsThoseOfNobody() throws UnknownHostException {
        var admission = admission(3, 2);
        assertThat(admission.admit(address(1))).isNull();
        assertThat(admission.admit(address(1))).isNull();
        assertThat(admission.admit(address(1))).isEqualTo(CloseReason.ADDRESS_FULL);
        assertThat(admission.admit(address(2))).isNull();
        assertThat(admission.admit(address(2))).isEqualTo(CloseReason.SERVER_FULL);
        assertThat(admission.admit(null)).isEqualTo(CloseReason.SERVER_FULL);
        assertThat(admission.clients()).isEqualTo(3);
        admission.dismiss(address(1));
        assertThat(admission.admit(address(2))).isNull();
        admission.dismiss(address(1));
        admission.dismiss(address(2));
        admission.dismiss(address(2));
        assertThat(admission.clients()).isZero();
        assertThat(admission.addresses()).isZero();
    }

    /** Else who is refused would take, for a moment, the place of somebody else. */
    @Test
    void neverCountsMoreThanTheLimit() {
        var admission = admission(1, 0);
        var running = new AtomicInteger(2);
        for (int i = 0; i < 2; i++) {
            Thread.ofPlatform().daemon().start(() -> {
                for (int n = 0; n < 200_000; n++) {
                    if (admission.admit(null) == null) {
                        admission.dismiss(null);
                    }
                }
                running.decrementAndGet();
            });
        }
        while (running.get() > 0) {
            assertThat(admission.clients()).isBetween(0, 1);
        }
        assertThat(admission.clients()).isZero();
    }
}
