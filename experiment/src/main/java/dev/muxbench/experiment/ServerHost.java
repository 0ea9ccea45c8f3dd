package dev.muxbench.experiment;

import dev.muxbench.experiment.AgentLine.About;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Another machine for servers, which was seen to work.
 *
 * @param ssh         the way there
 * @param bindAddress for servers to listen on: the one at which ssh was let in
 * @param address     of the machine from here; another one behind address translation
 * @param unavailable backends that do not work there, and why
 * @param environment of that machine
 */
public record ServerHost(
        SshHost ssh,
        String bindAddress,
        InetAddress address,
        Map<String, String> unavailable,
        Map<String, Object> environment) {
    private static final int REACH_MILLIS = 5_000;
    private static final long PATIENCE_SECONDS = 60;
    private static final int SSH_FAILED = 255;
    private static final int USAGE = 2;

    /** The machine cannot be used; the message says why, in one line for the user. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /**
     * Checks ssh, Java, the build, and a port that can be reached.
     *
     * @param version of this Muxbench
     */
    public static ServerHost reach(SshHost ssh, String version) throws Unusable, InterruptedException {
        var name = hostName(ssh);
        var errors = temporaryFile();
        try {
            var visit = start(new ProcessBuilder(ssh.agent("--introduce")).redirectError(errors.toFile()));
            try {
                var about = introduction(visit).orElseThrow(() -> new Unusable(refusal(ssh, version, visit, errors)));
                requireSame(ssh, version, about);
                var address = address(name, about);
                knock(new InetSocketAddress(address, about.port()));
                return new ServerHost(ssh, about.address(), address, about.unavailable(), about.environment());
            } finally {
                visit.destroy();
            }
        } finally {
            var _ = errors.toFile().delete();
        }
    }

    private static Path temporaryFile() throws Unusable {
        try {
            return Files.createTempFile("muxbench-ssh", ".log");
        } catch (IOException e) {
            throw new Unusable("no file can be made in " + System.getProperty("java.io.tmpdir"));
        }
    }

    private static Process start(ProcessBuilder builder) throws Unusable {
        try {
            var process = builder.start();
            CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .execute(process::destroyForcibly);
            return process;
        } catch (IOException e) {
            throw new Unusable("ssh is not on the PATH: install the package openssh-client");
        }
    }

    /** Returns the host behind the user's name for it, which may be an alias in ssh's configuration. */
    private static String hostName(SshHost ssh) throws Unusable {
        var asked = start(new ProcessBuilder(ssh.configuration()).redirectErrorStream(true));
        var key = "hostname ";
        try (var lines = asked.inputReader(StandardCharsets.UTF_8)) {
            var all = lines.lines().toList();
            return all.stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length()))
                    .findFirst()
                    .orElseThrow(() -> new Unusable("ssh -G " + ssh.destination() + " names no host: " + last(all)));
        } catch (IOException e) {
            throw new Unusable("ssh -G " + ssh.destination() + " cannot be read");
        }
    }

    private static Optional<About> introduction(Process visit) {
        var out = visit.inputReader(StandardCharsets.UTF_8);
        try {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                var about = AgentLine.parse(line).map(AgentLine::about);
                if (about.isPresent()) {
                    return about;
                }
            }
        } catch (IOException e) {
            // it has ended
        }
        return Optional.empty();
    }

    private static String refusal(SshHost ssh, String version, Process visit, Path errors) {
        int code = -1;
        var said = "it has not answered within " + PATIENCE_SECONDS + " s";
        try {
            code = visit.waitFor();
            var lines = Files.readAllLines(errors);
            said = lines.isEmpty() ? said : last(lines);
        } catch (IOException e) {
            // nothing was said
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return switch (code) {
            case SSH_FAILED -> "ssh cannot log in to " + ssh.destination() + " without a question: " + said;
            case USAGE -> ssh + " is another version than this, " + version + ": " + said;
            default -> ssh + ": " + said;
        };
    }

    /** Returns the last line that is not blank. */
    private static String last(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .reduce((before, line) -> line)
                .orElse("nothing")
                .strip();
    }

    private static void requireSame(SshHost ssh, String version, About there) throws Unusable {
        var here = Agent.commit();
        if (!there.version().equals(version)) {
            throw new Unusable(ssh + " is " + there.version() + ", and this is " + version + ": they must be the same");
        }
        boolean known = !there.commit().equals("unknown") && !here.equals("unknown");
        if (known && !there.commit().equals(here)) {
            throw new Unusable(
                    ssh + " is of commit " + there.commit() + ", and this is of " + here + ": they must be the same");
        }
    }

    /** Returns the address of the name that ssh has reached. */
    private static InetAddress address(String name, About about) throws Unusable {
        try {
            var all = List.of(InetAddress.getAllByName(name));
            return all.stream()
                    .filter(address -> address.getHostAddress().equals(about.address()))
                    .findFirst()
                    .orElse(all.getFirst());
        } catch (UnknownHostException e) {
            throw new Unusable(
                    "ssh gets to " + name + ", but no address is known of it here, so that clients would not");
        }
    }

    private static void knock(InetSocketAddress door) throws Unusable {
        try (var socket = new Socket()) {
            socket.connect(door, REACH_MILLIS);
        } catch (IOException e) {
            var text = door.getAddress().getHostAddress() + ", port " + door.getPort();
            throw new Unusable(text + ", cannot be reached from here: " + e.getMessage()
                    + "; servers there listen on any free port, which a firewall must let through");
        }
    }
}
