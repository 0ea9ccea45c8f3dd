package dev.muxbench.experiment;

import dev.muxbench.experiment.AgentLine.About;
import dev.muxbench.experiment.AgentLine.Order;
import dev.muxbench.results.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The process that a run starts through ssh on the machine of its servers. The agent starts one server there and watches it, as a run does
 * on one machine. So a server does the same work for a run over a wire as on loopback.
 *
 * <p>Threads: one, and another one that answers questions.
 */
public final class Agent {
    /** The addresses of the login: "client port server port", see ssh(1). */
    private static final String CONNECTION = "SSH_CONNECTION";

    private static final int SERVER_ADDRESS = 2;
    private static final int VISIT_MILLIS = (int) TimeUnit.SECONDS.toMillis(20);

    private final BufferedReader in;
    private final PrintWriter out;

    /**
     * An agent.
     *
     * @param in  orders and questions
     * @param out answers; everything else goes to standard error
     */
    public Agent(BufferedReader in, PrintWriter out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Starts the server that the order names, and answers questions until there are no more, or until the server has ended.
     *
     * @return true if the server was there to the end
     */
    public boolean serve() throws IOException, InterruptedException {
        var order = Order.parse(in.readLine());
        var command = new MuxbenchCommand(order.jvmOptions(), null, null);
        var launch = command.launch(order.command(), order.words());
        var placement = new Placement(order.cpus(), List.of(), null);
        try (var server = ServerProcess.start(launch, placement, ServerLog.STANDARD_ERROR)) {
            say(AgentLine.of(server.started()));
            var asked = new CompletableFuture<Void>();
            Thread.ofPlatform().daemon().name("agent-answers").start(() -> answer(server, asked));
            CompletableFuture.anyOf(asked, server.onExit()).join();
            return server.isAlive();
        } catch (Server.StartFailure e) {
            return false; // its log says why
        }
    }

    private void answer(ServerProcess server, CompletableFuture<Void> end) {
        try {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(AgentLine.READ)) {
                    say(AgentLine.of(server.read()));
                } else if (line.equals(AgentLine.GLANCE)) {
                    say(AgentLine.of(new Reading(server.glance(), null, null)));
                }
            }
        } catch (IOException e) {
            // as good as its end
        } finally {
            end.complete(null);
        }
    }

    private void say(AgentLine line) {
        out.println(line.text());
        out.flush();
    }

    /**
     * Says which build it is of and where it runs, and accepts one connection.
     *
     * @param version     of this Muxbench
     * @param unavailable backends that do not work here, and why
     * @throws IOException with a message for the user
     */
    public void introduce(String version, Map<String, String> unavailable) throws IOException {
        var words = System.getenv().getOrDefault(CONNECTION, "").split(" ");
        if (words.length <= SERVER_ADDRESS) {
            throw new IOException("there is no " + CONNECTION + ": it must be started by ssh");
        }
        var address = words[SERVER_ADDRESS];
        try (var door = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            door.setSoTimeout(VISIT_MILLIS);
            var about = new About(version, commit(), address, door.getLocalPort(), unavailable, environment());
            say(AgentLine.of(about));
            door.accept().close();
        }
    }

    /** Returns the commit of this Muxbench's sources; {@code unknown} for an archive. */
    static String commit() {
        return Environment.gitCommit(Path.of(System.getProperty("muxbench.home", ".")));
    }

    /** Returns this machine's environment, without what concerns a generator. */
    private static Map<String, Object> environment() {
        var environment = Environment.capture();
        environment.keySet().removeIf(name -> name.startsWith("generator"));
        return environment;
    }
}
