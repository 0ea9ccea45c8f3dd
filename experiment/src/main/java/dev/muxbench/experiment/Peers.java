package dev.muxbench.experiment;

import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parses peers as they are written on a command line. Threads: any. */
public final class Peers {
    private static final String LIMIT = "limit";
    private static final List<Integer> BATCHES = List.of(1, 16, 64, 256, 1024);
    private static final int MOST_LINES = 65_536;
    private static final String FORMS =
            "is none of redis, nats, channelgroup, limit, limit:64 and theirs=redis://10.0.0.2:6379";

    private Peers() {}

    /**
     * {@code redis}, {@code nats}, {@code channelgroup}, {@code limit:LINES}, {@code limit} for several of those, or
     * {@code name=protocol://host:port}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static List<Contestant> parse(String text) {
        var peer = text.strip();
        int mark = peer.indexOf('=');
        if (mark >= 0) {
            return List.of(remote(Contestant.requireName(peer.substring(0, mark)), peer.substring(mark + 1)));
        }
        return switch (peer) {
            case "redis" -> List.of(ProgramPeer.redis());
            case "nats" -> List.of(ProgramPeer.nats());
            case "channelgroup" -> List.of(JavaPeer.channelGroup());
            case LIMIT -> BATCHES.stream().map(Peers::limit).toList();
            default -> List.of(limit(lines(peer)));
        };
    }

    private static int lines(String peer) {
        require(peer.matches(LIMIT + ":\\d{1,5}"), "'" + peer + "' " + FORMS);
        int lines = Integer.parseInt(peer.substring(LIMIT.length() + 1));
        require(lines >= 1 && lines <= MOST_LINES, "limit must be of 1 to " + MOST_LINES + " lines, not " + lines);
        return lines;
    }

    private static Contestant limit(int lines) {
        require(System.getProperty("os.name").equals("Linux"), "limit needs Linux");
        return JavaPeer.limit(lines);
    }

    private static Contestant remote(String name, String address) {
        var uri = uri(address);
        require(
                uri.getHost() != null
                        && uri.getScheme() != null
                        && address.equals(uri.getScheme() + "://" + uri.getAuthority()),
                "'" + address + "' is no server: it must be written as in redis://10.0.0.2:6379");
        var protocol = Protocols.named(uri.getScheme())
                .orElseThrow(() -> new IllegalArgumentException("no protocol is called " + uri.getScheme()
                        + "; there are: "
                        + Protocols.all().stream().map(Protocol::name).collect(Collectors.joining(", "))));
        return new RemotePeer(
                name, protocol, uri.getHost(), uri.getPort() < 0 ? protocol.defaultPort() : uri.getPort());
    }

    private static URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + address + "' is no server: " + e.getReason().toLowerCase(Locale.ROOT), e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
