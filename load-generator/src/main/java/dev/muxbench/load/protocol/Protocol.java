package dev.muxbench.load.protocol;

import dev.muxbench.load.text.LineCodec;
import java.util.function.Function;

/**
 * What a server speaks. Two of one name are the same.
 *
 * @param name          by which it is picked, such as {@code redis}
 * @param server        a server of this kind, for people: {@code a Redis server}
 * @param defaultPort   of such servers
 * @param mostTextBytes of a line's text: {@value LineCodec#MIN_BYTES} to {@value LineCodec#MAX_BYTES}
 * @param echoes        whether a sender receives its own lines, too: then it must receive each of them
 * @param ordered       whether all members of a room receive its lines in one order, whoever sends them
 * @param countable     whether a member is sent nothing but its room's lines, so that it is known how many bytes these are
 * @param dialect       opens one for a worker
 */
public record Protocol(
        String name,
        String server,
        int defaultPort,
        int mostTextBytes,
        boolean echoes,
        boolean ordered,
        boolean countable,
        Function<DialectContext, Dialect> dialect) {

    public Protocol {
        if (mostTextBytes < LineCodec.MIN_BYTES || mostTextBytes > LineCodec.MAX_BYTES) {
            throw new IllegalArgumentException("mostTextBytes must be from " + LineCodec.MIN_BYTES + " to "
                    + LineCodec.MAX_BYTES + ", not " + mostTextBytes + " (" + name + ")");
        }
    }

    /** Returns this protocol for a server that does not promise one order of a room's lines. */
    public Protocol unordered() {
        return new Protocol(name, server, defaultPort, mostTextBytes, echoes, false, countable, dialect);
    }

    public Dialect open(DialectContext context) {
        return dialect.apply(context);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Protocol protocol && name.equals(protocol.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
