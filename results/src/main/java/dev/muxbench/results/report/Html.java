package dev.muxbench.results.report;

import java.util.List;

/** An element of the page. Text is escaped when it is added, so that no text of a run becomes markup. Threads: one. */
final class Html {
    private final String tag;
    private final StringBuilder attributes = new StringBuilder();
    private final StringBuilder content = new StringBuilder();

    private Html(String tag) {
        this.tag = tag;
    }

    static Html tag(String tag) {
        return new Html(tag);
    }

    /** @param className empty for none */
    static Html tag(String tag, String className) {
        return className.isEmpty() ? tag(tag) : tag(tag).with("class", className);
    }

    static Html tag(String tag, String className, String text) {
        return tag(tag, className).text(text);
    }

    Html with(String name, String value) {
        attributes.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
        return this;
    }

    Html text(String text) {
        content.append(escaped(text));
        return this;
    }

    Html add(Html... children) {
        return add(List.of(children));
    }

    Html add(List<Html> children) {
        children.forEach(content::append);
        return this;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return "<" + tag + attributes + ">" + content + "</" + tag + ">";
    }
}
