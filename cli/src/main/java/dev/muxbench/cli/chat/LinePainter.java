package dev.muxbench.cli.chat;

import dev.muxbench.cli.chat.ServerLine.Notice;
import dev.muxbench.cli.chat.ServerLine.Said;
import dev.muxbench.cli.console.SafeText;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * What a line looks like. A nick has the same colour in every session and on every machine.
 *
 * <p>Threads: any.
 */
final class LinePainter {
    static final String OWN = "you> ";

    private static final String OURS = "*** ";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss ");

    /** Colors of the 256 that are dark enough for a white ground and light enough for a black one. */
    private static final int[] COLORS = {31, 32, 35, 62, 67, 71, 97, 99, 130, 132, 136, 161, 166, 168, 172, 178};

    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();

    private final boolean timestamps;

    LinePainter(boolean timestamps) {
        this.timestamps = timestamps;
    }

    AttributedString received(ServerLine line) {
        return switch (line) {
            case Said said ->
                begin().styled(style(said.nick()), said.prefix())
                        .append(said.text(), PLAIN)
                        .toAttributedString();
            case Notice(var text) -> begin().append(text, PLAIN).toAttributedString();
        };
    }

    AttributedString own(String text) {
        return begin().append(OWN, PLAIN.bold())
                .append(SafeText.of(text), PLAIN)
                .toAttributedString();
    }

    /** Paints a line of the client itself. */
    AttributedString ours(String text) {
        return begin().append(OURS + text, FAINT).toAttributedString();
    }

    private AttributedStringBuilder begin() {
        var line = new AttributedStringBuilder();
        return timestamps ? line.append(LocalTime.now(ZoneId.systemDefault()).format(TIME), FAINT) : line;
    }

    private static AttributedStyle style(String nick) {
        return PLAIN.foreground(COLORS[Math.floorMod(nick.hashCode(), COLORS.length)]);
    }
}
