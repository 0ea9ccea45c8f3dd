package dev.muxbench.load;

import dev.muxbench.load.protocol.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server from the system's packages on a free port, with all that it keeps in one folder. Killed when closed, and with this JVM. */
final class RealServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final InetSocketAddress address;
    private final Thread killer;

    private RealServer(Process process, int port) {
        this.process = process;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** The program that speaks it. */
    static String programOf(Protocol protocol) {
        return switch (protocol.name()) {
            case "redis" -> "redis-server";
            case "nats" -> "nats-server";
            case "irc" -> "ngircd";
            default -> throw new IllegalArgumentException("there is TestChatServer");
        };
    }

    static boolean isInstalled(Protocol protocol) {
        return List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, programOf(protocol))));
    }

    static RealServer start(Protocol protocol, Path folder) throws IOException, InterruptedException {
        try {
            return start(protocol, folder, freePort());
        } catch (IOException e) {
            return start(protocol, folder, freePort()); // somebody else has taken the port meanwhile
        }
    }

    private static RealServer start(Protocol protocol, Path folder, int port) throws IOException, InterruptedException {
        var command = switch (protocol.name()) {
            case "redis" ->
                List.of(
                        "redis-server",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--save",
                        "",
                        "--dir",
                        folder.toString());
            case "nats" -> List.of("nats-server", "--addr", "127.0.0.1", "--port", String.valueOf(port));
            case "irc" ->
                List.of(
                        "/usr/sbin/ngircd",
                        "--nodaemon",
                        "--config",
                        ircConfig(folder, port).toString());
            default -> throw new IllegalArgumentException("there is TestChatServer");
        };
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        var server = new RealServer(process, port);
        server.awaitWords(readyWords(protocol), folder.resolve("log"));
        return server;
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** As many clients from one address as come, who may talk without a pause. */
    private static Path ircConfig(Path folder, int port) throws IOException {
        return Files.writeString(folder.resolve("ngircd.conf"), """
                [Global]
                Name = irc.muxbench.test
                Info = test
                Listen = 127.0.0.1
                Ports = %d
                ServerUID = %s
                [Limits]
                MaxConnections = 0
                MaxConnectionsIP = 0
                MaxPenaltyTime = 0
                [Options]
                DNS = no
                Ident = no
                PAM = no
                """.formatted(port, System.getProperty("user.name")));
    }

    /** What it says once the port is its own: that somebody answers there may mean that another one has taken it. */
    private static String readyWords(Protocol protocol) {
        return switch (protocol.name()) {
            case "redis" -> "Ready to accept connections";
            case "nats" -> "Server is ready";
            case "irc" -> "Now listening on";
            default -> throw new IllegalArgumentException("there is TestChatServer");
        };
    }

    private void awaitWords(String words, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.readString(log).contains(words)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        close();
        throw new IOException("the server did not start: " + Files.readString(log));
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
