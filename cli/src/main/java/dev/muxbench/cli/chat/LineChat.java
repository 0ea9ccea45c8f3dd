package dev.muxbench.cli.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The chat over pipes, files and terminals that cannot move their cursor: bytes in, lines out, as {@code nc} does it. At the end of
 * input everything was sent; the server closes when it has taken it, which is waited for.
 *
 * <p>Threads: the caller's waits; the link's prints; a daemon reads the input.
 */
public final class LineChat implements Link.Listener {
    private static final int READ_BYTES = 8 * 1024;

    private final ChatConfig config;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Membership membership;
    private final LinePainter painter;
    private final Link link;
    private volatile @Nullable String
            refusal; // written by the link's thread: last words of a server that took nothing more
    private volatile boolean late; // written by the input's thread: the server did not close

    public LineChat(ChatConfig config, InputStream in, PrintStream out, PrintStream err) {
        this.config = config;
        this.in = in;
        this.out = out;
        this.err = err;
        this.membership = new Membership(config.nick(), config.room());
        this.painter = new LinePainter(config.timestamps());
        this.link = new Link(config, membership, this);
    }

    /**
     * Until the input has ended and the server has closed.
     *
     * @throws IOException with a message for the user if not all was sent and received
     */
    public void run() throws IOException, InterruptedException {
        link.connect();
        Thread.ofPlatform().daemon().name("chat-input").start(this::sendInput);
        link.awaitEnd();
        if (out.checkError()) {
            throw new IOException("cannot write to standard output");
        }
        if (late) {
            throw new IOException("the server has not closed within "
                    + config.drainTimeout().toSeconds() + " s after the end of input; what was sent last may be lost");
        }
        var reason = refusal != null ? refusal : link.failure();
        if (reason != null) {
            throw new IOException("connection to " + config.address() + " lost: " + reason);
        }
    }

    // ---- The input's thread.

    private void sendInput() {
        try {
            copyInput();
            link.leave();
            if (!link.awaitEnd(config.drainTimeout())) {
                late = true;
                link.abort();
            }
        } catch (InterruptedException e) {
            link.abort(); // nobody interrupts it
        }
    }

    private void copyInput() {
        var buffer = new byte[READ_BYTES];
        var typed = new TypedLines();
        try {
            for (int count = in.read(buffer); count >= 0 && !link.hasEnded(); count = in.read(buffer)) {
                typed.decoder.decode(buffer, count); // first: the server may answer as soon as it is sent
                if (!link.send(buffer, count) && config.reconnect()) {
                    tell("not sent, no connection");
                }
                if (typed.quit) {
                    return;
                }
            }
        } catch (IOException e) {
            tell("standard input: " + e.getMessage());
        }
    }

    /** Looks at typed lines for what concerns the client, too. */
    private final class TypedLines {
        private final LineDecoder decoder = new LineDecoder(config.maxLineBytes(), this::onLine);
        private boolean quit;

        private void onLine(String line) {
            membership.onSent(line);
            if (line.equals("/quit")) {
                quit = true;
                link.expectEnd();
            }
        }
    }

    // ---- The link's thread.

    @Override
    public void onLine(ServerLine line) {
        if (line instanceof ServerLine.Notice(var text) && ServerLine.isFarewell(text)) {
            refusal = text;
        }
        out.print(painter.received(line) + "\n");
        out.flush();
        if (out.checkError()) {
            link.abort();
        }
    }

    @Override
    public void onLost(String reason, @Nullable Duration nextTry) {
        if (nextTry != null) {
            tell("no connection (" + reason + "), next try in " + seconds(nextTry));
        }
    }

    @Override
    public void onConnectedAgain() {
        refusal = null;
        tell("connected again" + membership.describe());
    }

    @Override
    public void onNickBack() {
        tell("the nick is free, you are here" + membership.describe());
    }

    @Override
    public void onEnd() {
        // run() waits for it
    }

    private void tell(String text) {
        err.println(painter.ours(text));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
