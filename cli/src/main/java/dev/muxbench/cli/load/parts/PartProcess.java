package dev.muxbench.cli.load.parts;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muxbench.cli.load.folder.LoadJson;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.record.LoadStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of a load in a JVM of its own, with this one's options and classes. It ends when this process ends, however that happens: it
 * reads its standard input.
 *
 * <p>Threads: the run's; {@link #stop()} any. What it says is passed on by a thread of the system for each stream: a read of a pipe
 * would keep the carrier of a virtual one.
 */
final class PartProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 10;
    private static final int TOLD_LINES = 3;

    final Part part;
    int ready; // clients
    LoadStatus status = LoadStatus.NONE;
    long missing; // deliveries, while it drains

    @Nullable
    LoadReport report; // at its end

    private final Process process;
    private final PrintWriter orders;
    private final ArrayDeque<String> lastWords = new ArrayDeque<>(); // guarded by itself

    private PartProcess(Part part, Process process) {
        this.part = part;
        this.process = process;
        this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /**
     * Starts it.
     *
     * @param news is told what it says, and, empty, that it has ended
     */
    static PartProcess start(LoadPlan whole, Part part, BiConsumer<PartProcess, Optional<PartMessage>> news)
            throws IOException {
        var started = new PartProcess(part, new ProcessBuilder(command()).start());
        started.orders.println(LoadJson.MAPPER.writeValueAsString(new PartMessage.Order(whole, part)));
        var words = Thread.ofPlatform().daemon().name("words").start(started::listenToErrors);
        Thread.ofPlatform().daemon().name("news").start(() -> started.listen(news, words));
        return started;
    }

    private static List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.muxbench.cli.Main", "load-part"));
        return command;
    }

    private void listen(BiConsumer<PartProcess, Optional<PartMessage>> news, Thread words) {
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{")) {
                    news.accept(this, Optional.of(LoadJson.MAPPER.readValue(line, PartMessage.class)));
                } else {
                    remember(line); // of the JVM itself
                }
            }
            words.join();
        } catch (JsonProcessingException e) {
            remember("it said what cannot be understood: " + e.getOriginalMessage());
        } catch (IOException e) {
            remember(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        news.accept(this, Optional.empty());
    }

    private void listenToErrors() {
        try (BufferedReader err = process.errorReader()) {
            err.lines().forEach(this::remember);
        } catch (IOException | UncheckedIOException e) {
            remember(String.valueOf(e.getMessage()));
        }
    }

    private void remember(String line) {
        synchronized (lastWords) {
            lastWords.add(line);
            if (lastWords.size() > TOLD_LINES) {
                lastWords.remove();
            }
        }
    }

    /** After its end, for people. */
    String causeOfDeath() throws InterruptedException {
        var code = process.waitFor(STOP_SECONDS, TimeUnit.SECONDS) ? "exit code " + process.exitValue() : "it hangs";
        synchronized (lastWords) {
            return code + (lastWords.isEmpty() ? "" : ": " + String.join(" | ", lastWords));
        }
    }

    /** Its first line is due then. */
    void startAt(Instant instant) {
        say(instant.toString());
    }

    void stop() {
        say(PartWorker.STOP);
    }

    void endEarly(String why) {
        say(PartWorker.END + why);
    }

    private void say(String order) {
        orders.println(order); // whether it hears that is told by its end
    }

    /** Ends it, if it has not ended. */
    @Override
    public void close() {
        orders.close();
        try {
            if (report != null && process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
