package dev.muxbench.load.plan;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The servers over which the clients of each room are spread.
 *
 * @param addresses resolved
 * @param joined    whether they are one chat: a line is expected at the members of its room on all of them; else the part of a room on
 *                  each server is a room of its own
 */
public record Targets(List<InetSocketAddress> addresses, boolean joined) {
    public Targets {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("target must be a server");
        }
    }

    public static Targets of(InetSocketAddress server) {
        return new Targets(List.of(server), false);
    }

    public int count() {
        return addresses.size();
    }

    /** Returns how many rooms a room is. */
    public int roomsOfOne() {
        return joined ? 1 : count();
    }

    /** Returns address and port of each server, for people. */
    @Override
    public String toString() {
        return addresses.stream().map(Targets::name).collect(Collectors.joining(", "));
    }

    /** Returns address and port of a server, for people. */
    public static String name(InetSocketAddress server) {
        var address = server.getAddress().getHostAddress();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + server.getPort();
    }
}
