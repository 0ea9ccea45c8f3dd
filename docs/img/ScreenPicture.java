import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Draws what is on terminals, one below the other, as an SVG picture on standard output. Three arguments for each: a title, a file
 * with what {@code tmux capture-pane -e -p} printed, and the cursor's place as {@code column,line}, or nothing.
 *
 * <p>Run as {@code java ScreenPicture.java}; see {@code chat.sh}.
 */
final class ScreenPicture {
    private static final Pattern SGR = Pattern.compile("\033\\[([0-9;]*)m");
    private static final double COLUMN = 8.4; // pixels
    private static final int ROW = 19;
    private static final int SIZE = 14; // of the font
    private static final int MARGIN = 14;
    private static final int TITLE = 30;
    private static final int GAP = 12;
    private static final int COLUMNS = 78;
    private static final int ROWS = 9;
    private static final String GROUND = "#1d2430";
    private static final String TEXT = "#d8dee9";
    private static final String FAINT = "#8692a6";
    private static final int[] CUBE = {0, 95, 135, 175, 215, 255};

    private record Style(String color, boolean bold) {
        static final Style PLAIN = new Style(TEXT, false);
    }

    private record Run(int column, String text, Style style) {}

    private ScreenPicture() {}

    public static void main(String[] args) throws IOException {
        int screens = args.length / 3;
        int height = ROWS * ROW + TITLE + MARGIN;
        int width = (int) (COLUMNS * COLUMN) + 2 * MARGIN;
        print("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-size=\"%d\"", width,
                screens * (height + GAP) - GAP, SIZE);
        print(" font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\">%n");
        for (int i = 0; i < screens; i++) {
            print("<g transform=\"translate(0 %d)\">%n", i * (height + GAP));
            print("<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\"/>%n", width, height, GROUND);
            print("<text x=\"%d\" y=\"20\" fill=\"%s\">%s</text>%n", MARGIN, FAINT, escaped(args[3 * i]));
            draw(Files.readAllLines(Path.of(args[3 * i + 1])), args[3 * i + 2]);
            print("</g>%n");
        }
        print("</svg>%n");
    }

    private static void draw(List<String> lines, String cursor) {
        for (int row = 0; row < Math.min(ROWS, lines.size()); row++) {
            for (var run : runs(lines.get(row))) {
                print("<text x=\"%.1f\" y=\"%d\" fill=\"%s\"%s textLength=\"%.1f\" xml:space=\"preserve\">%s</text>%n",
                        MARGIN + run.column * COLUMN, TITLE + row * ROW + SIZE, run.style.color,
                        run.style.bold ? " font-weight=\"bold\"" : "", run.text.length() * COLUMN, escaped(run.text));
            }
        }
        if (!cursor.isEmpty()) {
            var place = cursor.split(",");
            print("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    MARGIN + Integer.parseInt(place[0]) * COLUMN, TITLE + Integer.parseInt(place[1]) * ROW, COLUMN,
                    ROW - 2, TEXT);
        }
    }

    /** One character a column: there are no wide ones in these. */
    private static List<Run> runs(String line) {
        var runs = new ArrayList<Run>();
        var style = Style.PLAIN;
        var sgr = SGR.matcher(line);
        int column = 0;
        int from = 0;
        while (true) {
            boolean found = sgr.find();
            var text = line.substring(from, found ? sgr.start() : line.length());
            if (!text.isBlank()) {
                runs.add(new Run(column, text, style));
            }
            column += text.length();
            if (!found) {
                return runs;
            }
            style = changed(style, sgr.group(1).split(";"));
            from = sgr.end();
        }
    }

    private static Style changed(Style style, String[] codes) {
        var changed = style;
        for (int i = 0; i < codes.length; i++) {
            switch (codes[i]) {
                case "", "0" -> changed = Style.PLAIN;
                case "1" -> changed = new Style(changed.color, true);
                case "2" -> changed = new Style(FAINT, changed.bold);
                case "22" -> changed = Style.PLAIN;
                case "38" -> {
                    changed = new Style(ofPalette(Integer.parseInt(codes[i + 2])), changed.bold); // 38;5;n
                    i += 2;
                }
                case "39" -> changed = new Style(TEXT, changed.bold);
                case "49" -> {} // the usual ground
                default -> throw new IllegalArgumentException("SGR " + codes[i]);
            }
        }
        return changed;
    }

    /** Of xterm's 256 colours those of the cube. */
    private static String ofPalette(int number) {
        int index = number - 16;
        return String.format(Locale.ROOT, "#%02x%02x%02x", CUBE[index / 36], CUBE[index / 6 % 6], CUBE[index % 6]);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
