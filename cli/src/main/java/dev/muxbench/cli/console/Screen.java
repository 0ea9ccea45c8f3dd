package dev.muxbench.cli.console;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A few lines at the cursor of a terminal that are written over again and again, each cut to its width, and leave nothing behind.
 *
 * <p>Threads: one at a time.
 */
public final class Screen {
    private static final int USUAL_COLUMNS = 80;
    private static final String ESCAPE = "\033[";

    /** The look of a line. */
    enum Style {
        PLAIN(""),
        BOLD("1"),
        WARNING("31");

        private final String code; // of SGR, ECMA-48

        Style(String code) {
            this.code = code;
        }
    }

    /** One of the lines; its text has one character a column. */
    record Line(Style style, String text) {}

    private final PrintWriter out;
    private final IntSupplier columns;
    private final boolean styled;
    private int lastColumns = USUAL_COLUMNS;
    private final List<Integer> shown = new ArrayList<>(); // lengths of the lines that are there

    /** @param columns of the terminal, as it is then; 0 if that cannot be told */
    Screen(PrintWriter out, IntSupplier columns, boolean styled) {
        this.out = out;
        this.columns = columns;
        this.styled = styled;
    }

    /** Returns the screen of this process, if it has one. */
    public static Optional<Screen> find(PrintWriter out, Map<String, String> environment) {
        if (!isTerminal(environment)) {
            return Optional.empty();
        }
        boolean styled = environment.getOrDefault("NO_COLOR", "").isEmpty(); // https://no-color.org
        return Optional.of(new Screen(out, columns(), styled));
    }

    /** Returns whether a person sits there, at a terminal that moves its cursor. */
    public static boolean isTerminal(Map<String, String> environment) {
        var console = System.console();
        var type = environment.getOrDefault("TERM", "");
        return console != null && console.isTerminal() && !type.isEmpty() && !type.startsWith("dumb");
    }

    private static IntSupplier columns() {
        try {
            var terminal = TerminalBuilder.builder()
                    .name("muxbench")
                    .system(true)
                    .jni(false)
                    .dumb(false)
                    .build();
            return () -> columns(terminal);
        } catch (IOException | IllegalStateException e) {
            return () -> USUAL_COLUMNS;
        }
    }

    /** After Ctrl-C there may be nothing to ask: the library closes its terminal when the process begins to end. */
    private static int columns(Terminal terminal) {
        try {
            return terminal.getColumns();
        } catch (IllegalStateException | IOError e) {
            return 0;
        }
    }

    /** Columns that a line may have. */
    int width() {
        int now = columns.getAsInt();
        lastColumns = now > 1 ? now : lastColumns;
        return lastColumns - 1; // a full line would wrap
    }

    void show(List<Line> lines) {
        int width = width();
        var text = new StringBuilder(back(width));
        for (var line : lines) {
            var cut = line.text.substring(0, Math.min(width, line.text.length()));
            boolean plain = !styled || line.style == Style.PLAIN;
            text.append(shown.isEmpty() ? "" : "\n")
                    .append(plain ? cut : ESCAPE + line.style.code + "m" + cut + ESCAPE + "0m");
            shown.add(cut.length());
        }
        out.print(text);
        out.flush();
    }

    /** The cursor is where the first line was. */
    void clear() {
        if (!shown.isEmpty()) {
            out.print(back(width()));
            out.flush();
        }
    }

    /** Returns what moves the cursor to the first line and erases all lines. A terminal that became narrower has wrapped them. */
    private String back(int width) {
        int rows = shown.stream()
                .mapToInt(length -> 1 + Math.max(0, length - 1) / (width + 1))
                .sum();
        shown.clear();
        return "\r" + (rows > 1 ? ESCAPE + (rows - 1) + "A" : "") + ESCAPE + "J";
    }
}
