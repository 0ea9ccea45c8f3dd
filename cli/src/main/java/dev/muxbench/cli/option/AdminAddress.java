package dev.muxbench.cli.option;

import dev.muxbench.cli.console.CommandFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the admin pages are: {@code 127.0.0.1:7712}, {@code [::1]:7712}, or nowhere.
 *
 * @param host empty for nowhere
 */
public record AdminAddress(String host, int port) {
    public static final String FORM = "an address and a port, as 127.0.0.1:7712, or " + Allowed.OFF;
    private static final AdminAddress NOWHERE = new AdminAddress("", 0);
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]+]|[^:]+):(\\d{1,5})");

    public static AdminAddress parse(String text) {
        if (text.trim().equalsIgnoreCase(Allowed.OFF)) {
            return NOWHERE;
        }
        var match = HOST_AND_PORT.matcher(text.trim());
        if (!match.matches() || Integer.parseInt(match.group(2)) > 65535) {
            throw new TypeConversionException("'" + text + "' is not " + FORM);
        }
        return new AdminAddress(match.group(1), Integer.parseInt(match.group(2)));
    }

    public boolean isOff() {
        return host.isEmpty();
    }

    public InetSocketAddress resolve() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new CommandFailure("unknown host " + host + " (--admin takes an address of this machine)");
        }
    }

    @Override
    public String toString() {
        return isOff() ? Allowed.OFF : host + ":" + port;
    }
}
