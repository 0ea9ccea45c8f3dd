package dev.muxbench.load.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressesTest {
    private static final LocalPorts USUAL = new LocalPorts(28_232);
    private static final int MANY = SourceAddresses.FEWEST_CLIENTS + 1;

    @EnabledOnOs(OS.LINUX)
    @Test
    void noAddressHasMoreConnectionsThanItHasPortsThatAreQuicklyFound() {
        var sources = new SourceAddresses(InetAddress.ofLiteral("127.0.0.1"), MANY, USUAL, 300);
        for (int i = 0; i < SourceAddresses.MOST_PER_ADDRESS; i++) {
            assertThat(sources.next()).isEqualTo(InetAddress.ofLiteral("127.2.47.1"));
        }
        assertThat(sources.next()).isEqualTo(InetAddress.ofLiteral("127.2.47.2"));
    }

    /** Fewer clients than usual need several addresses where there are few ports, and each has half of these. */
    @EnabledOnOs(OS.LINUX)
    @Test
    void fewPortsMakeManyAddresses() {
        var target = InetAddress.ofLiteral("127.0.0.1");
        var few = new LocalPorts(100);
        var sources = new SourceAddresses(target, 51, few, 1);
        for (int i = 0; i < 50; i++) {
            assertThat(sources.next()).isEqualTo(InetAddress.ofLiteral("127.1.2.1"));
        }
        assertThat(sources.next()).isEqualTo(InetAddress.ofLiteral("127.1.2.2"));
        assertThat(sources.taken()).isEqualTo(51);
        assertThat(new SourceAddresses(target, 50, few, 1).next()).isNull();
        assertThat(new SourceAddresses(target, 2, new LocalPorts(1), 1).next()).isNotNull();
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void processesAfterEachOtherHaveAddressesOfTheirOwn() {
        var target = InetAddress.ofLiteral("127.0.0.1");
        assertThat(new SourceAddresses(target, MANY, USUAL, 253).next())
                .isEqualTo(InetAddress.ofLiteral("127.1.254.1"));
        assertThat(new SourceAddresses(target, MANY, USUAL, 254).next()).isEqualTo(InetAddress.ofLiteral("127.2.1.1"));
        assertThat(new SourceAddresses(target, MANY, USUAL, 4_194_304).next())
                .isEqualTo(InetAddress.ofLiteral("127.4.3.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "192.0.2.1"})
    void elsewhereTheSystemChooses(String target) {
        assertThat(new SourceAddresses(InetAddress.ofLiteral(target), MANY).next())
                .isNull();
    }

    @Test
    void forFewTheSystemChooses() {
        assertThat(new SourceAddresses(InetAddress.ofLiteral("127.0.0.1"), SourceAddresses.FEWEST_CLIENTS).next())
                .isNull();
    }
}
