package dev.muxbench.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.console.Screen.Line;
import dev.muxbench.cli.console.Screen.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final StringWriter out = new StringWriter();
    private final AtomicInteger columns = new AtomicInteger(11);

    private Screen screen(boolean styled) {
        return new Screen(new PrintWriter(out), columns::get, styled);
    }

    private String written() {
        var text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    private static List<Line> lines(String... texts) {
        return List.of(texts).stream().map(text -> new Line(Style.PLAIN, text)).toList();
    }

    @Test
    void linesAreWrittenOverAndNothingIsLeft() {
        var screen = screen(false);
        screen.show(lines("one", "two", "three"));
        assertThat(written()).isEqualTo("\r\033[Jone\ntwo\nthree");
        screen.show(lines("four", "five"));
        assertThat(written()).isEqualTo("\r\033[2A\033[Jfour\nfive");
        screen.clear();
        assertThat(written()).isEqualTo("\r\033[1A\033[J");
        screen.clear();
        assertThat(written()).isEmpty();
        screen.show(lines("again"));
        assertThat(written()).isEqualTo("\r\033[Jagain");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        var screen = screen(true);
        screen.show(List.of(new Line(Style.BOLD, "0123456789abc"), new Line(Style.PLAIN, "short")));
        assertThat(written()).isEqualTo("\r\033[J\033[1m0123456789\033[0m\nshort");
    }

    /** Ten columns of text in five columns are two rows. */
    @Test
    void aTerminalThatBecameNarrowerHasWrappedTheLines() {
        var screen = screen(false);
        screen.show(lines("0123456789", "01234"));
        written();
        columns.set(5);
        screen.clear();
        assertThat(written()).isEqualTo("\r\033[2A\033[J");
    }

    @Test
    void aTerminalOfUnknownWidthHasTheUsualOne() {
        columns.set(0);
        assertThat(screen(false).width()).isEqualTo(79);
    }

    @Test
    void withoutATerminalThereIsNone() {
        assertThat(Screen.find(new PrintWriter(out), Map.of("TERM", "dumb"))).isEmpty();
        assertThat(Screen.find(new PrintWriter(out), Map.of())).isEmpty();
    }
}
