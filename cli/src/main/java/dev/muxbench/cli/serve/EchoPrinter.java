package dev.muxbench.cli.serve;

import dev.muxbench.core.room.RoomTap;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Prints what is said, as smallchat does. It waits for standard output as long as that takes, and nobody for it.
 *
 * <p>Threads: its own prints.
 */
final class EchoPrinter {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final RoomTap echo;
    private final PrintStream out;
    private final Thread thread = Thread.ofPlatform().daemon().name("echo").unstarted(this::run);

    private EchoPrinter(RoomTap echo, PrintStream out) {
        this.echo = echo;
        this.out = out;
    }

    static EchoPrinter start(RoomTap echo, PrintStream out) {
        var printer = new EchoPrinter(echo, out);
        printer.thread.start();
        return printer;
    }

    private void run() {
        try {
            for (var batch = echo.take(); !batch.lines().isEmpty(); batch = echo.take()) {
                print(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(RoomTap.Batch batch) {
        var text = new StringBuilder();
        batch.lines().forEach(line -> text.append(harmless(line)));
        if (batch.dropped() > 0) {
            text.append("(lines left out, as nobody read this: ")
                    .append(batch.dropped())
                    .append(")\n");
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** The server has replaced all that steers a terminal already, but for tabs. */
    private static String harmless(String line) {
        return line.replace('\t', ' ');
    }

    /** Prints the rest; gives up when nobody takes it. */
    void end() {
        echo.end();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
