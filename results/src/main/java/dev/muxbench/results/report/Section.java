package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A part of a run that its contents name.
 *
 * @param charts what the page's script draws into it
 */
record Section(String id, String title, Html html, List<ObjectNode> charts) {
    static final String HINT = "Point at a chart, or focus it and use the arrow keys, to read values.";

    /** Returns where the script draws charts. Without it there is nothing to see, so it is the script that shows it. */
    static Html place(String id, String heading, String note) {
        var place = Html.tag("div").with("id", id).with("hidden", "");
        if (!heading.isEmpty()) {
            place.add(Html.tag("h4", "subhead", heading));
        }
        return place.add(Html.tag("p", "note", note), Html.tag("div", "panels"));
    }
}
