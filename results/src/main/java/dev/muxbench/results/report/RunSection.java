package dev.muxbench.results.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muxbench.results.Answers;
import dev.muxbench.results.RunFiles;
import dev.muxbench.results.RunView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The section of one run: its verdict and answers, how it was measured, then everything else. Threads: one. */
final class RunSection {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunFiles files;
    private final String id;
    private final Set<String> backends = new LinkedHashSet<>();
    private final List<Answers.Answer> answers = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<String> caveats = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /** @throws IOException with a message for the user if the run is damaged */
    RunSection(RunFiles files, String id) throws IOException {
        this.files = files;
        this.id = id;
        if (files.isJmh()) {
            sections.addAll(JmhSection.of(id, RunFiles.json(files.path().resolve("jmh.json"))));
            sections.forEach(
                    section -> section.charts().forEach(chart -> backends.addAll(chart.findValuesAsText("backend"))));
            backends.remove("");
        } else {
            var view = RunView.of(files);
            backends.addAll(view.backends());
            caveats.addAll(view.caveats());
            conditions.addAll(view.conditions());
            conditions.add("Servers and generator: "
                    + files.manifest().path("placement").asText("unknown"));
            var series = ReportData.series(files, caveats);
            for (var question : view.questions()) {
                answers.addAll(view.answers(question));
                var name = id + "-" + (sections.size() + 1);
                var cells = view.summary().cells(question.name());
                var leftOut = files.manifest().path("leftOut").path(question.name());
                var tables = new ScenarioTables(name, question, view, cells, leftOut);
                sections.add(new ScenarioSection(tables).section(series, ProfileSection.of(files, tables)));
            }
        }
        caveats.addAll(files.damage()); // complete only after everything has been read
    }

    /** Returns the data for the page's script. */
    ObjectNode data() {
        var data = JSON.createObjectNode();
        data.set("backends", JSON.valueToTree(backends));
        var charts = data.put("id", id).putArray("charts");
        sections.forEach(section -> charts.addAll(section.charts()));
        return data;
    }

    /** Returns the run's line in the contents. */
    Html link() {
        return link(id, files.name() + " (" + files.verdict() + ")");
    }

    private static Html link(String target, String text) {
        return Html.tag("li").add(Html.tag("a").with("href", "#" + target).text(text));
    }

    Html html() {
        var started = minute(files.manifest().path("started").asText("unknown"));
        var html = Html.tag("section", "run").with("data-testid", "run").with("id", id);
        html.with("aria-labelledby", id + "-title");
        html.add(
                Html.tag("p", "eyebrow", (files.isJmh() ? "JMH" : "Run") + ", started " + started),
                Html.tag("h2").with("id", id + "-title").text(files.name()),
                verdict());
        if (!answers.isEmpty()) {
            html.add(Html.tag("ul", "answers")
                    .add(answers.stream().map(this::answer).toList()));
        }
        var reasons = files.reasons().isEmpty() && !files.verdict().equals("VALID")
                ? List.of("No reason was recorded.")
                : files.reasons();
        addRemarks(html, "How it was measured", conditions);
        addRemarks(html, "Reasons for the verdict", reasons);
        addRemarks(html, "Caveats", caveats);
        if (sections.size() > 1) {
            var links = sections.stream().map(section -> link(section.id(), section.title()));
            html.add(Html.tag("nav", "contents")
                    .with("aria-label", "Contents of " + files.name())
                    .add(Html.tag("ul").add(links.toList())));
        }
        html.add(Html.tag("div", "legend")
                .with("id", id + "-legend")
                .with("role", "group")
                .with("aria-label", "Backends shown in the charts of " + files.name())
                .with("hidden", ""));
        html.add(sections.stream().map(Section::html).toList());
        addDefinitions(html, "Environment", files.environment());
        addDefinitions(html, "Parameters", parameters());
        return html;
    }

    /** Returns an instant to the minute, and any other text unchanged. */
    static String minute(String text) {
        return text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d).*", "$1 $2 UTC");
    }

    private Html verdict() {
        var meaning = switch (files.verdict()) {
            case "VALID" ->
                "Every delivery was verified, or counted where that was asked for, and the generator kept its schedule.";
            case "INVALID" -> "Nothing was lost, but the measurement cannot be relied on, for the reasons below.";
            case "FAILED" -> "Deliveries or connections were lost or wrong, or a server died.";
            case "INCOMPLETE" -> "The run did not come to its end. What was written until then is shown.";
            default -> "The run recorded no verdict.";
        };
        var badge = Html.tag("span", "badge " + files.verdict().toLowerCase(Locale.ROOT), files.verdict());
        return Html.tag("p", "verdict")
                .add(
                        badge.with("data-testid", "verdict"),
                        Html.tag("span", "", files.isJmh() ? "" : meaning)); // the meaning speaks of deliveries
    }

    private Html answer(Answers.Answer answer) {
        var line = Html.tag("p").text(answer.need() + ": ");
        if (backends.contains(answer.answer())) {
            line.add(Html.tag("span").with("data-swatch", answer.answer()));
        }
        line.add(Html.tag("strong", "", answer.answer())).text(" ");
        if (answer.sure() != null) {
            line.add(
                    answer.sure()
                            ? Html.tag("span", "tag shown", "shown")
                            : Html.tag("span", "tag", "no difference shown"));
        } else if (backends.contains(answer.answer())) {
            line.add(Html.tag("span", "tag few", "not enough trials"));
        }
        return Html.tag("li").with("data-testid", "answer").add(line, Html.tag("p", "detail", answer.detail()));
    }

    private static void addRemarks(Html html, String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            html.add(Html.tag("div", "remarks")
                    .add(Html.tag("h3", "", title), Html.tag("ul").add(Table.items(sentences))));
        }
    }

    /** Returns the manifest without the scenarios, which have sections of their own. */
    private JsonNode parameters() {
        var manifest = files.manifest();
        return manifest instanceof ObjectNode object ? object.deepCopy().without("scenarios") : manifest;
    }

    private static void addDefinitions(Html html, String title, JsonNode object) {
        var body = Html.tag("tbody");
        object.properties().forEach(entry -> addDefinition(body, entry.getKey(), entry.getValue()));
        var table = Html.tag("table", "defs").add(Html.tag("caption", "unseen", title + " of this run"), body);
        html.add(Html.tag("details", "defs-fold")
                .with("open", "")
                .add(
                        Html.tag("summary").add(Html.tag("h3", "", title)),
                        Html.tag("div", "scroll").add(table)));
    }

    private static void addDefinition(Html body, String name, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(entry -> addDefinition(body, name + " " + entry.getKey(), entry.getValue()));
        } else {
            var text = value.isArray() ? String.join(", ", RunFiles.texts(value)) : value.asText();
            body.add(Html.tag("tr").add(Html.tag("th").with("scope", "row").text(name), Html.tag("td", "", text)));
        }
    }
}
