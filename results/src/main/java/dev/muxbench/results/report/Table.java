package dev.muxbench.results.report;

import java.util.List;

/** A table that scrolls on its own if it is wider than the window. Threads: one. */
final class Table {
    private final String label;
    private final Html caption = Html.tag("span");
    private final Html table;
    private final Html head = Html.tag("tr");
    private final Html body = Html.tag("tbody");
    private int columns;

    /** @param label name of the table for screen readers */
    Table(String id, String label, String caption, String className) {
        this.label = label;
        this.caption.text(caption);
        this.table = Html.tag("table", className).with("id", id);
    }

    Table column(String text) {
        return column("words", text, "");
    }

    /** @param small text below the heading, such as a unit */
    Table numbers(String text, String small) {
        return column("number", text, small);
    }

    private Table column(String kind, String text, String small) {
        var cell = Html.tag("th", kind).with("scope", "col").text(text);
        head.add(small.isEmpty() ? cell : cell.add(Html.tag("small").text(small)));
        columns++;
        return this;
    }

    /**
     * Adds a row.
     *
     * @param first heading of the row
     * @param notes shown below the row, in view wherever the table is scrolled
     */
    void row(String className, String first, List<Html> cells, List<String> notes) {
        body.add(Html.tag("tr", className)
                .add(Html.tag("th").with("scope", "row").text(first))
                .add(cells));
        if (!notes.isEmpty()) {
            var list = Html.tag("ul").with("aria-label", "Notes").add(items(notes));
            body.add(Html.tag("tr", "notes")
                    .add(Html.tag("td").with("colspan", String.valueOf(columns)).add(list)));
        }
    }

    static List<Html> items(List<String> sentences) {
        return sentences.stream().map(sentence -> Html.tag("li").text(sentence)).toList();
    }

    static Html number(String text) {
        return Html.tag("td", "number", text);
    }

    Html scrolling() {
        return Html.tag("div", "scroll")
                .with("tabindex", "0")
                .with("role", "group")
                .with("aria-label", label)
                .add(table.add(
                        Html.tag("caption").add(caption), Html.tag("thead").add(head), body));
    }

    /** Returns the table folded, to be opened on demand. */
    Html folded() {
        return Html.tag("details", "fold").add(Html.tag("summary").text(label), scrolling());
    }
}
