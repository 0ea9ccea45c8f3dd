package dev.muxbench.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TableTest {
    private static String printed(Consumer<PrintWriter> print) {
        var text = new StringWriter();
        print.accept(new PrintWriter(text));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static Table table() {
        var table = new Table("lrl");
        table.add("backend", "clients", "");
        table.add("nio", "900", "better");
        table.add("netty|epoll", "10", "");
        return table;
    }

    @Test
    void eachColumnIsAsWideAsItsWidestCell() {
        assertThat(printed(out -> table().print(out, "  ")).lines())
                .containsExactly("  backend      clients", "  nio              900  better", "  netty|epoll       10");
    }

    @Test
    void aRemarkMakesNoColumnWider() {
        var table = table();
        table.add("x", "left out: nobody answered");
        assertThat(printed(out -> table.print(out, "")).lines())
                .contains("nio              900  better", "x            left out: nobody answered");
    }

    @Test
    void inMarkdownABarInACellIsEscaped() {
        assertThat(printed(table()::printMarkdown).lines())
                .containsExactly(
                        "| backend | clients |  |",
                        "|---|---:|---|",
                        "| nio | 900 | better |",
                        "| netty\\|epoll | 10 |  |");
    }
}
