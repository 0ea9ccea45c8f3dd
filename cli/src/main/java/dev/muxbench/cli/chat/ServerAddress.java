package dev.muxbench.cli.chat;

import dev.muxbench.cli.console.SafeText;
import dev.muxbench.cli.http.HttpEndpoint;
import dev.muxbench.core.config.ServerConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the server is, as people write it: {@code host}, {@code host:port}, {@code 127.0.0.1:7711}, {@code ::1},
 * {@code [::1]:7711}.
 */
public record ServerAddress(String host, int port) {
    public static final ServerAddress DEFAULT = new ServerAddress("localhost", ServerConfig.DEFAULT_PORT);

    /** @throws IllegalArgumentException with a message for the user */
    public static ServerAddress parse(String text) {
        return parse(text, DEFAULT.port);
    }

    /**
     * @param defaultPort where none is written
     * @throws IllegalArgumentException with a message for the user
     */
    public static ServerAddress parse(String text, int defaultPort) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            var rest = text.substring(end + 1);
            if (end <= 1 || !(rest.isEmpty() || rest.startsWith(":"))) {
                throw malformed(text);
            }
            return of(
                    text.substring(1, end),
                    rest.isEmpty() ? rest : rest.substring(1),
                    rest.isEmpty(),
                    defaultPort,
                    text);
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return of(text, "", true, defaultPort, text); // a name, or an IPv6 address without a port
        }
        return of(text.substring(0, colon), text.substring(colon + 1), false, defaultPort, text);
    }

    private static ServerAddress of(String host, String port, boolean noPort, int defaultPort, String text) {
        if (host.isBlank()) {
            throw malformed(text);
        }
        if (noPort) {
            return new ServerAddress(host, defaultPort);
        }
        try {
            int number = Integer.parseInt(port);
            if (number >= 1 && number <= 65535) {
                return new ServerAddress(host, number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw malformed(text);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "the server must be HOST or HOST:PORT, such as localhost:7711 or [::1]:7711, not " + SafeText.of(text));
    }

    /**
     * Returns the addresses in the order in which they must be tried. Each call looks them up anew, because a server that moves
     * keeps its name.
     */
    public List<InetSocketAddress> resolve() throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /**
     * To the first of its addresses that answers.
     *
     * @param timeout for each of them
     * @throws IOException which says why each of them did not, for the user
     */
    public Socket connect(Duration timeout) throws IOException {
        var failures = new ArrayList<String>();
        for (var address : resolve()) {
            var socket = new Socket();
            try {
                socket.connect(address, (int) timeout.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                failures.add(tried(address) + reason(e));
            }
        }
        throw new ConnectException(String.join(", ", failures));
    }

    /** Nothing, if that is what the user wrote. */
    private String tried(InetSocketAddress address) {
        boolean written = host.equals(address.getAddress().getHostAddress()) || host.contains(":");
        return written ? "" : HttpEndpoint.display(address) + ": ";
    }

    private static String reason(IOException e) {
        return e instanceof SocketTimeoutException ? "no answer" : String.valueOf(e.getMessage());
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
