package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.Profile;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The part of a scenario's section that shows where the servers spent their CPU time.
 *
 * @param profiles by cell; empty if no profile was requested
 * @param counters whether hardware counters are available, in words
 */
record ProfileSection(ScenarioTables tables, Map<Trial.Cell, Profile> profiles, String counters) {
    private static final int HOTTEST = 10;
    private static final String MEANING =
            "One more load on each server after its passes, which is in no figure. A sample is"
                    + " taken whenever a Java thread has used so much CPU time again. Time in the kernel is shown under the call that"
                    + " entered it; threads of the collector and of the compilers are in no sample.";
    private static final String HINT =
            "A frame is as wide as its share of the samples, and stands on the one that called it."
                    + " Click one to have it over the whole width, and one below it to go back; or use the arrow keys, Enter and Escape.";

    static ProfileSection of(RunFiles files, ScenarioTables tables) {
        var profiles = new LinkedHashMap<Trial.Cell, Profile>();
        for (var cell : tables.cells()) {
            files.profile(cell.cell()).ifPresent(profile -> profiles.put(cell.cell(), profile));
        }
        return new ProfileSection(
                tables, profiles, files.environment().path("hardwareCounters").asText("unknown"));
    }

    /** Adds the profiles to the section, if there are any. */
    void addTo(Html html, List<ObjectNode> charts) {
        if (profiles.isEmpty()) {
            return;
        }
        var details = Html.tag("details", "fold profiles")
                .with("data-testid", "profiles")
                .add(
                        Html.tag("summary").text("Where the CPU time goes"),
                        Html.tag("p", "note", MEANING + " Hardware counters: " + counters + "."));
        if (hasSamples()) {
            details.add(Section.place(tables.id() + "-profiles", "", HINT));
            charts.add(chart());
        }
        details.add(samplesTable().scrolling());
        if (hasSamples()) {
            details.add(hottestTable().folded());
        }
        html.add(details);
    }

    private boolean hasSamples() {
        return profiles.values().stream().anyMatch(profile -> profile.unavailable() == null);
    }

    private String label(Trial.Cell cell) {
        var load = tables.load(cell);
        return cell.backend() + (load.isEmpty() ? "" : ", " + load);
    }

    private Table samplesTable() {
        var table = new Table(tables.id() + "-profiles-table", "Samples", "Samples of each server's profile.", "dense");
        table.column("Backend").column("Samples").column("Load");
        profiles.forEach((cell, profile) -> table.row(
                "",
                label(cell),
                List.of(Html.tag("td", "words", samples(profile)), Html.tag("td", "words", profile.load())),
                List.of()));
        return table;
    }

    private static String samples(Profile profile) {
        return profile.unavailable() != null
                ? "not available here: " + profile.unavailable()
                : String.format(
                        Locale.ROOT,
                        "%,d samples, %,d lost, %,d without a stack",
                        profile.samples(),
                        profile.lost(),
                        profile.withoutStack());
    }

    private Table hottestTable() {
        var table = new Table(
                tables.id() + "-hottest",
                "Hottest methods",
                "Methods that were most often on top of a stack.",
                "dense");
        table.column("Backend")
                .column("Method")
                .numbers("On top", "% of samples")
                .numbers("On the stack", "% of samples");
        profiles.forEach((cell, profile) -> {
            int all = profile.samples() - profile.withoutStack();
            for (var method : profile.hottest(HOTTEST)) {
                table.row(
                        "",
                        label(cell),
                        List.of(
                                Html.tag("td", "words", method.frame()),
                                Table.number(percent(method.self(), all)),
                                Table.number(percent(method.total(), all))),
                        List.of());
            }
        });
        return table;
    }

    private static String percent(int part, int all) {
        return String.format(Locale.ROOT, "%.1f", 100.0 * part / all);
    }

    private ObjectNode chart() {
        var place = tables.id() + "-profiles";
        var chart = ReportData.chart("flames", place, place + "-table", "Profile");
        var places = new LinkedHashMap<String, Integer>();
        var entries = chart.putArray("entries");
        profiles.forEach((cell, profile) -> {
            if (profile.unavailable() == null) {
                entries.addObject()
                        .put("backend", label(cell))
                        .put("samples", samples(profile))
                        .set("tree", FrameTree.of(profile).json(places));
            }
        });
        var frames = chart.putArray("frames");
        places.keySet().forEach(frames::add);
        return chart;
    }
}
