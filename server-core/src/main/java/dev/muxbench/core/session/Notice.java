package dev.muxbench.core.session;

import dev.muxbench.core.spi.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A line that the server sends of its own accord. Threads: any. */
final class Notice {
    static final Notice WELCOME = new Notice("Welcome to Simple Chat! Use /nick <nick> to set your nick.");
    static final Notice SERVER_FULL = new Notice("Server full");
    static final Notice ADDRESS_FULL = new Notice("Too many connections from your address");
    static final Notice NO_NUMBER_LEFT = new Notice("No nick is left for you now, try again later");
    static final Notice IDLE = new Notice("Idle for too long");
    static final Notice SERVER_STOPPING = new Notice("Server stopping");

    private final ByteBuffer line;

    /** Returns the notice for a client that is refused. */
    static Notice ofRefusal(CloseReason refusal) {
        return switch (refusal) {
            case ADDRESS_FULL -> ADDRESS_FULL;
            case NO_NUMBER_LEFT -> NO_NUMBER_LEFT;
            default -> SERVER_FULL;
        };
    }

    private Notice(String text) {
        var bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        line = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    /** Returns the line with its LF. */
    ByteBuffer line() {
        return line.duplicate();
    }
}
