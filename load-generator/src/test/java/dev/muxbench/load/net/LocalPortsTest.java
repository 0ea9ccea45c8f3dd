package dev.muxbench.load.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPortsTest {
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.1");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            32768 60999 | ''                        | 28232
            40000 40099 | ''                        | 100
            40000 40099 | 8080,9148-9150            | 100
            40000 40099 | 39000-40009,40050,40090-50000 | 79
            40000 40099 | 1-65535                   | 0
            """)
    void areCountedWithoutThoseThatAreReserved(String range, String reserved, int count) {
        var asWritten = range.replace(' ', '\t') + "\n";
        assertThat(LocalPorts.of(asWritten, reserved + "\n")).isEqualTo(new LocalPorts(count));
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void thisMachineHasSome() {
        assertThat(LocalPorts.current().count()).isBetween(1, 65_535);
    }

    @Test
    void whoAsksForMoreIsToldTheNumbersAndTheRemedy() {
        var ports = new LocalPorts(200);
        assertThat(ports.shortage(ELSEWHERE, 200)).isEmpty();
        assertThat(ports.shortage(ELSEWHERE, 201).orElseThrow())
                .startsWith("201 clients need 201 local ports, net.ipv4.ip_local_port_range has 200")
                .endsWith("; widen it with: sysctl -w net.ipv4.ip_local_port_range='1024 65535'");
        assertThat(LocalPorts.UNKNOWN.shortage(ELSEWHERE, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void noRangeIsWideEnoughForAll() {
        var ports = new LocalPorts(200);
        assertThat(ports.shortage(ELSEWHERE, 64_512).orElseThrow()).contains("sysctl");
        assertThat(ports.shortage(ELSEWHERE, 64_513).orElseThrow())
                .contains("--part")
                .doesNotContain("sysctl");
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void thisMachineIsReachedFromManyAddressesByIpv4Only() {
        var ports = new LocalPorts(200);
        assertThat(ports.shortage(InetAddress.ofLiteral("127.0.0.1"), 254 * 200))
                .isEmpty();
        assertThat(ports.shortage(InetAddress.ofLiteral("127.0.0.1"), 254 * 200 + 1))
                .isPresent();
        assertThat(ports.shortage(InetAddress.ofLiteral("::1"), 201).orElseThrow())
                .contains("take 127.0.0.1");
    }

    @Test
    void connectionsInTimeWaitAreTold() {
        var sockets = "sockets: used 300\nTCP: inuse 5 orphan 0 tw 17 alloc 8 mem 1\nUDP: inuse 0 mem 0\n";
        assertThat(LocalPorts.timeWait(sockets)).isEqualTo(" (17 connections are in TIME_WAIT)");
        assertThat(LocalPorts.timeWait("")).isEmpty();
    }
}
