package dev.muxbench.cli;

import dev.muxbench.results.Sends;
import dev.muxbench.testkit.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code muxbench serve} in a JVM of its own. Threads: the test's. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on \\S*:(\\d+), .*");
    private static final Map<String, String> ON_A_FREE_PORT =
            Map.of("MUXBENCH_HOST", "127.0.0.1", "MUXBENCH_PORT", "0");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path err;
    private final BufferedReader out;

    private ServeProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
        this.out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    }

    static ServeProcess start(Map<String, String> environment, String... options) throws IOException {
        return start(List.of(), environment, options);
    }

    /** With no more files open than that. */
    static ServeProcess startWithin(int descriptors, String... options) throws IOException {
        var shell = List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh");
        return start(shell, ON_A_FREE_PORT, options);
    }

    /** Its standard error goes where its standard output goes. */
    static ServeProcess startWithOneStream(String... options) throws IOException {
        return start(List.of("sh", "-c", "exec \"$@\" 2>&1", "sh"), ON_A_FREE_PORT, options);
    }

    private static ServeProcess start(List<String> prefix, Map<String, String> environment, String... options)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(MuxbenchProcess.command("serve"));
        command.addAll(List.of(options));
        var err = Files.createTempFile("serve", ".err");
        var builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MUXBENCH_"));
        builder.environment().putAll(environment);
        return new ServeProcess(builder.start(), err);
    }

    /** On a free port of the loopback address. */
    static ServeProcess start(String... options) throws IOException {
        return start(ON_A_FREE_PORT, options);
    }

    /** Once it listens. */
    InetSocketAddress address() throws IOException {
        var line = readLine();
        var match = LISTENING.matcher(line);
        if (!match.matches()) {
            throw new IOException("it says " + line + " and " + err());
        }
        readLine(); // how much memory it takes
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(match.group(1)));
    }

    static TestClient connect(InetSocketAddress address) {
        var client = TestClient.connect(address);
        client.expect(TestClient.WELCOME);
        return client;
    }

    /** Of its standard output. */
    String readLine() throws IOException {
        return String.valueOf(out.readLine());
    }

    String readToEnd() throws IOException {
        return out.readAllAsString();
    }

    /** What it has sent until now; of one that is told to stop with its input. */
    Sends sends() throws IOException {
        process.outputWriter().append('\n').flush();
        return Sends.parse(readLine()).orElseThrow();
    }

    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    void terminate() {
        process.toHandle().destroy(); // Process.destroy() would close its output, too
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(err);
    }
}
