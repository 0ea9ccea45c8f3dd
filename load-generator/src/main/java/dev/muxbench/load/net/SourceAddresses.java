package dev.muxbench.load.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which of its own addresses this machine connects from.
 *
 * <p>To one target there are no more connections from one address than {@link LocalPorts} (28,232 unless configured), and when half of
 * them are taken, by connections or by what TCP remembers for a minute of earlier ones, Linux looks through thousands of ports for each
 * new one. All of 127.0.0.0/8 is this machine, so where a target there is to get thousands of connections, or more than half of the
 * ports, each process takes addresses of its own, one after another.
 *
 * <p>Threads: any.
 */
public final class SourceAddresses {
    static final int MOST_PER_ADDRESS = 10_000;
    static final int FEWEST_CLIENTS = 1_000; // for fewer the system's choice will do

    private static final int HOSTS = 254; // values of a byte of an address, without 0 and 255

    private final int perAddress;
    private final boolean several;
    private final long process;
    private final AtomicInteger connections = new AtomicInteger();

    public SourceAddresses(InetAddress target, int clients) {
        this(target, clients, LocalPorts.current(), ProcessHandle.current().pid());
    }

    SourceAddresses(InetAddress target, int clients, LocalPorts ports, long process) {
        this.perAddress = Math.clamp(ports.count() / 2, 1, MOST_PER_ADDRESS);
        this.several = clients > Math.min(FEWEST_CLIENTS, perAddress) && most(target) > 1;
        this.process = process;
    }

    /** Returns the number of local addresses from which a process can reach a target. */
    static int most(InetAddress target) {
        return target instanceof Inet4Address
                        && target.isLoopbackAddress()
                        && System.getProperty("os.name").equals("Linux")
                ? HOSTS
                : 1;
    }

    /** Returns the source address for one more connection; null leaves the choice to the system. */
    @Nullable
    public InetAddress next() {
        int number = connections.getAndIncrement();
        if (!several) {
            return null;
        }
        try {
            return InetAddress.getByAddress(
                    new byte[] {127, host(process / HOSTS), host(process), host(number / perAddress)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // of four bytes there is one always
        }
    }

    /** Returns how many connections have been asked for. */
    public int taken() {
        return connections.get();
    }

    private static byte host(long number) {
        return (byte) (1 + Math.floorMod(number, HOSTS));
    }
}
