package dev.muxbench.cli.chat;

import dev.muxbench.cli.console.SafeText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The chat on a terminal: a line that is edited at the bottom, and above it what the others say.
 *
 * <p>Threads: the caller's reads the keys; the outbox's sends, the link's receives, and both print above. JLine's lock keeps them
 * apart. The shutdown thread gives the terminal back when a signal ends the process.
 */
public final class TerminalChat implements Link.Listener {
    private static final int MAX_HISTORY = 1000; // lines, in memory and in the file
    private static final String HELP = """
            Tab completes commands, nicks and rooms.
            Up, Down and Ctrl-R find what you have typed before.
            A paste is sent line by line at Enter, without its empty lines; /quit in it ends it.
            Ctrl-C clears the line; Ctrl-D on an empty one leaves, as /quit does.
            The server's own help:""";

    private final ChatConfig config;
    private final Membership membership;
    private final KnownNames names = new KnownNames();
    private final LinePainter painter;
    private final Link link;
    private final Terminal terminal;
    private final LineReader reader;
    private final Outbox outbox;
    private final Thread typing = Thread.currentThread();
    private final String leaveEditing;
    private boolean editing; // guarded by this: whether an interrupt would end a line and nothing else

    private TerminalChat(ChatConfig config, Terminal terminal, Optional<Path> history) {
        this.config = config;
        this.membership = new Membership(config.nick(), config.room());
        this.painter = new LinePainter(config.timestamps());
        this.link = new Link(config, membership, this);
        this.terminal = terminal;
        this.reader = reader(terminal, names, history);
        this.outbox = new Outbox(link::send, this::onNotSent, System::nanoTime);
        this.leaveEditing = "\033[?2004l" + capability(terminal, Capability.keypad_local) + "\r\n";
    }

    /**
     * Until the user leaves, or the connection ends for good.
     *
     * @throws IOException with a message for the user
     */
    public static void run(ChatConfig config) throws IOException, InterruptedException {
        try (var terminal = terminal().system(true).build()) {
            terminal.handle(Signal.TSTP, signal -> suspend());
            new TerminalChat(config, terminal, HistoryFile.prepare(System.getenv())).converse();
        }
    }

    /**
     * The same on a terminal that nobody sees, and whose keyboard ends at once: what each start needs is loaded then.
     *
     * @throws IOException with a message for the user
     */
    public static void rehearse(ChatConfig config) throws IOException, InterruptedException {
        var builder = terminal()
                .system(false)
                .type("xterm-256color")
                .streams(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        try (var terminal = builder.build()) {
            new TerminalChat(config, terminal, Optional.empty()).converse();
        }
    }

    private static TerminalBuilder terminal() {
        return TerminalBuilder.builder()
                .name("muxbench chat")
                .jni(false)
                .dumb(false)
                .encoding(StandardCharsets.UTF_8) // the protocol's; where no locale is set, too
                .stdinEncoding(StandardCharsets.UTF_8)
                .stdoutEncoding(StandardCharsets.UTF_8)
                .graphemeCluster(false) // would ask the terminal, and wait for an answer
                .signalHandler(SignalHandler.SIG_IGN); // Ctrl-C between two lines
    }

    /** Ctrl-Z: while a line is edited it is a key like others. JLine takes the terminal again when the process continues. */
    private static void suspend() {
        try {
            new ProcessBuilder("kill", "-STOP", "" + ProcessHandle.current().pid()).start();
        } catch (IOException e) {
            // goes on
        }
    }

    private static LineReader reader(Terminal terminal, KnownNames names, Optional<Path> history) {
        var builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("muxbench chat")
                .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
                .completer(new ChatCompleter(names))
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.ERASE_LINE_ON_FINISH, true) // shown again as an own line
                .option(Option.INSERT_TAB, false)
                .option(Option.CASE_INSENSITIVE, true)
                .option(Option.HISTORY_TIMESTAMPED, false)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "   > ") // lines of a paste
                .variable(LineReader.BELL_STYLE, "none")
                .variable(LineReader.HISTORY_SIZE, MAX_HISTORY)
                .variable(LineReader.HISTORY_FILE_SIZE, MAX_HISTORY);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        return builder.build();
    }

    private static String capability(Terminal terminal, Capability capability) {
        var sequence = terminal.getStringCapability(capability);
        return sequence == null ? "" : Curses.tputs(sequence);
    }

    // ---- The typing thread.

    private void converse() throws IOException, InterruptedException {
        var rescue = new Thread(this::giveTerminalBack, "give-terminal-back");
        Runtime.getRuntime().addShutdownHook(rescue);
        try {
            link.connect();
            if (!readLines()) {
                throw new IOException("connection to " + config.address() + " lost: " + link.failure());
            }
            int left = outbox.finish(config.leaveTimeout());
            if (left > 0) {
                show(painter.ours(left + " lines were not sent: the server takes nothing"));
            }
            link.leave();
            link.awaitEnd(config.leaveTimeout());
        } finally {
            link.abort();
            standDown(rescue);
        }
    }

    /** Does not return when a signal ends the process: the terminal was closed under our hands, and nothing is to be said of it. */
    private static void standDown(Thread rescue) throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(rescue);
        } catch (IllegalStateException e) {
            Thread.currentThread().join();
        }
    }

    /** Reads lines until the user leaves. Returns false if the connection ends before. */
    private boolean readLines() {
        while (!link.hasEnded()) {
            try {
                if (!handle(readLine())) {
                    return true;
                }
            } catch (UserInterruptException e) {
                // Ctrl-C, or the end of the link: the line is given up
            } catch (EndOfFileException e) {
                return true;
            }
        }
        return false;
    }

    private String readLine() {
        setEditing(true);
        try {
            return link.hasEnded() ? "" : reader.readLine(LinePainter.OWN);
        } finally {
            setEditing(false);
            Thread.interrupted(); // meant for the line, which is no more
        }
    }

    private synchronized void setEditing(boolean editing) {
        this.editing = editing;
    }

    /** Handles typed or pasted text. Returns false if it says to leave. */
    private boolean handle(String text) {
        var lines = text.lines().filter(line -> !line.isEmpty()).toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            show(painter.own(line));
            if (line.equals("/quit")) {
                int unsent = lines.size() - i - 1;
                if (unsent > 0) {
                    show(painter.ours("not sent: " + unsent + " pasted behind /quit"));
                }
                return false;
            }
            if (line.equals("/help")) {
                HELP.lines().map(painter::ours).forEach(this::show);
            }
            send(line);
        }
        return true;
    }

    private void send(String line) {
        if (!outbox.offer(line)) {
            show(painter.ours("not sent: the server takes nothing, and " + Outbox.MOST_LINES
                    + " lines wait already; Up brings this one back"));
        } else if (outbox.isStuck()) {
            show(painter.ours("waits: the server takes nothing at the moment"));
        }
    }

    // ---- The outbox's thread.

    private void onNotSent(String line) {
        show(painter.ours("not sent, no connection: " + SafeText.of(line)));
    }

    // ---- The link's thread.

    @Override
    public void onLine(ServerLine line) {
        names.learnFrom(line);
        show(painter.received(line));
    }

    @Override
    public void onLost(String reason, @Nullable Duration nextTry) {
        if (nextTry != null) {
            show(painter.ours("no connection (" + reason + "), next try in " + LineChat.seconds(nextTry)));
        }
    }

    @Override
    public void onConnectedAgain() {
        show(painter.ours("connected again" + membership.describe()));
    }

    @Override
    public void onNickBack() {
        show(painter.ours("the nick is free, you are here" + membership.describe()));
    }

    @Override
    public synchronized void onEnd() {
        if (editing) {
            typing.interrupt();
        }
    }

    // ---- Any of them.

    private void show(AttributedString line) {
        try {
            reader.printAbove(config.colors() ? line.toAnsi(terminal) : line.toString());
        } catch (IllegalStateException e) {
            // closed, as the process ends
        }
    }

    // ---- The shutdown thread.

    /** JLine gives back the modes of the line by itself, not what it has told the terminal. */
    private void giveTerminalBack() {
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            out.write(leaveEditing.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // the terminal is gone
        }
    }
}
