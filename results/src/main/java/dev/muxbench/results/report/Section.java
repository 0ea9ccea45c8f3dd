package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A section of a run, which the run's contents link to.
 *
 * @param charts charts that the page's script draws into the section
 */
record Section(String id, String title, Html html, List<ObjectNode> charts) {
    static final String HINT = "Point at a chart, or focus it and use the arrow keys, to read values.";

    /** Returns the place into which the script draws charts. It is hidden until the script shows it. */
    static Html place(String id, String heading, String note) {
        var place = Html.tag("div").with("id", id).with("hidden", "");
        if (!heading.isEmpty()) {
            place.add(Html.tag("h4", "subhead", heading));
        }
        return place.add(Html.tag("p", "note", note), Html.tag("div", "panels"));
    }
}
