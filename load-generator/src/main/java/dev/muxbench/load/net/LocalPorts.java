package dev.muxbench.load.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The ports that Linux gives to connections by itself (ip(7); for IPv6 the same): from one address to one target there are no more
 * connections than that.
 *
 * @param count {@link Integer#MAX_VALUE} where it cannot be told
 */
public record LocalPorts(int count) {
    static final LocalPorts UNKNOWN = new LocalPorts(Integer.MAX_VALUE);

    private static final String RANGE = "net.ipv4.ip_local_port_range";
    private static final Path SYSCTLS = Path.of("/proc/sys/net/ipv4");
    private static final Path SOCKETS = Path.of("/proc/net/sockstat");
    private static final String WIDEST_RANGE = "1024 65535"; // below that are ports of the system's services
    private static final int MOST = 65_535 - 1024 + 1;

    public static LocalPorts current() {
        try {
            return of(read("ip_local_port_range"), read("ip_local_reserved_ports"));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Reads a sysctl in one read, because the kernel gives nothing to a second one. */
    private static String read(String sysctl) throws IOException {
        try (var lines = Files.newBufferedReader(SYSCTLS.resolve(sysctl))) {
            return Objects.requireNonNullElse(lines.readLine(), "");
        }
    }

    /**
     * As the kernel writes them.
     *
     * @param range    as {@code 32768 60999}
     * @param reserved as {@code 8080,9148-9150}, or empty
     */
    static LocalPorts of(String range, String reserved) {
        var ends = range.strip().split("\\s+");
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[1]);
        int taken = Arrays.stream(reserved.strip().split(","))
                .filter(ports -> !ports.isEmpty())
                .map(ports -> ports.split("-"))
                .mapToInt(ports -> Math.max(
                        0,
                        Math.min(last, Integer.parseInt(ports[ports.length - 1]))
                                - Math.max(first, Integer.parseInt(ports[0]))
                                + 1))
                .sum();
        return new LocalPorts(last - first + 1 - taken);
    }

    /** Returns in a line why there cannot be so many connections at a time, and what to do; empty if there can. */
    public Optional<String> shortage(InetAddress target, int connections) {
        if (connections <= (long) count * SourceAddresses.most(target)) {
            return Optional.empty();
        }
        return Optional.of(
                connections + " clients need " + connections + " local ports, " + explain(target, connections));
    }

    /** Returns how few there are, and what to do for so many connections. */
    public String explain(InetAddress target, int connections) {
        return RANGE + " has " + count + timeWait() + "; " + remedy(target, connections);
    }

    /** Returns a remark about ports that TCP keeps for a minute after a connection has ended. */
    private static String timeWait() {
        try {
            return timeWait(Files.readString(SOCKETS));
        } catch (IOException e) {
            return "";
        }
    }

    /** @param sockets as the kernel counts them */
    static String timeWait(String sockets) {
        return sockets.lines()
                .filter(line -> line.startsWith("TCP:"))
                .map(line -> line.replaceFirst(".*\\btw (\\d+).*", " ($1 connections are in TIME_WAIT)"))
                .findFirst()
                .orElse("");
    }

    private static String remedy(InetAddress target, int connections) {
        var wider = connections <= MOST
                ? "widen it with: sysctl -w " + RANGE + "='" + WIDEST_RANGE + "'"
                : "no range has more than " + MOST + ": share the clients among machines, with --part";
        return target instanceof Inet6Address && target.isLoopbackAddress()
                ? wider + "; or take 127.0.0.1 as the target, which is reached from many addresses"
                : wider;
    }
}
