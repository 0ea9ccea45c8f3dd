package dev.muxbench.cli.serve;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.http.HttpEndpoint;
import dev.muxbench.core.config.ServerConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files and sockets this process may have open, and how many clients that leaves room for.
 *
 * @param most of this process; {@link Long#MAX_VALUE} if there is no limit
 */
public record DescriptorLimit(long most) {
    private static final Logger LOG = LoggerFactory.getLogger(DescriptorLimit.class);
    private static final Pattern LINUX = Pattern.compile("(?m)^Max open files +(\\S+)");

    /** Jars, native libraries, standard streams, the listening socket, and what the JDK opens for a moment. */
    private static final int OWN = 96;

    /** The descriptors of an event loop: what it waits with, and what wakes it. */
    private static final int FOR_EACH_LOOP = 8;

    /** Returns the limit of this process. The JVM has raised the soft limit to the hard one already. */
    static DescriptorLimit ofThisProcess() {
        try {
            return ofLinux(Files.readString(Path.of("/proc/self/limits"))).orElseGet(DescriptorLimit::asTheJdkKnowsIt);
        } catch (IOException e) {
            return asTheJdkKnowsIt();
        }
    }

    /** @param limits as Linux has them in {@code /proc/self/limits} */
    static Optional<DescriptorLimit> ofLinux(String limits) {
        var match = LINUX.matcher(limits);
        if (!match.find()) {
            return Optional.empty();
        }
        return Optional.of(new DescriptorLimit(
                match.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(match.group(1))));
    }

    private static DescriptorLimit asTheJdkKnowsIt() {
        return new DescriptorLimit(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        ? unix.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    /** Returns the descriptors that a server needs beside its clients. */
    public static int reserve(int loops, boolean admin) {
        return OWN + FOR_EACH_LOOP * loops + (admin ? HttpEndpoint.MOST_DESCRIPTORS : 0);
    }

    /**
     * No more clients than there are descriptors for: who comes beyond that is told so, instead of waiting for nothing.
     *
     * @throws CommandFailure if there is room for none
     */
    ServerConfig fit(ServerConfig asked, int reserve) {
        int clients = clients(asked.maxClients(), reserve);
        if (clients == asked.maxClients()) {
            return asked;
        }
        LOG.warn(
                "up to {} clients instead of {}, as this process may have {} files open; {}",
                clients,
                asked.maxClients(),
                most,
                remedy(asked.maxClients(), reserve));
        return asked.withMaxClients(clients);
    }

    /**
     * As many clients as were asked for, or as there is room for.
     *
     * @throws CommandFailure if there is room for none
     */
    int clients(int asked, int reserve) {
        if (most <= reserve) {
            throw new CommandFailure("this process may have " + most + " files open, and needs " + reserve
                    + " for itself; raise the limit: " + remedy(asked, reserve));
        }
        return (int) Math.min(asked, most - reserve);
    }

    /** Says what to do so that there is room for all clients that were asked for. */
    static String remedy(int asked, int reserve) {
        return "ulimit -n " + ((long) asked + reserve) + " makes room for " + asked + " clients";
    }
}
