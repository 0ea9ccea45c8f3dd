package dev.muxbench.cli.load;

import dev.muxbench.cli.option.Objectives;
import dev.muxbench.cli.option.UsageErrors;
import dev.muxbench.experiment.Scenario;
import dev.muxbench.load.judge.Objective;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Targets;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Point;
import dev.muxbench.results.Question;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * One question to servers, as a file of YAML asks it: a load, in the options of {@code load}, and what to show of it. An option that has
 * a list of values is swept.
 *
 * @param name    the file's, without its ending; as in file names and tables
 * @param about   {@code question}, {@code need}, {@code primary}, {@code figures} and {@code server-options}
 * @param options of the load, without hyphens, and their values
 */
public record ScenarioFile(String name, Map<String, List<String>> about, Map<String, List<String>> options) {
    static final List<String> ABOUT = List.of("question", "need", "primary", "figures", "server-options");
    private static final String CLIENTS = "clients";
    private static final String DEFAULT_CLIENTS = "100";
    private static final String LOOPBACK =
            "127.0.0.1"; // where run's servers are, and what their certificates have to say
    private static final Targets LATER = Targets.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

    /** Options that say the same in another way, or go with such a one: who says one of these does not mean the others. */
    private static final Map<String, Set<String>> INSTEAD_OF = Map.of(
            "rate", Set.of("burst", "in-flight", "think", "step"),
            "burst", Set.of("rate", "in-flight", "think", "step", "poisson"),
            "in-flight", Set.of("rate", "burst", "think", "step", "poisson"),
            "think", Set.of("rate", "burst", "in-flight", "step", "poisson"),
            "corpus", Set.of("size"),
            "expect", Set.of("slo", "search"),
            "slo", Set.of("expect"));

    // ---- What it must say.

    /** @throws IllegalArgumentException with what it lacks */
    void requireAbout() {
        for (var key : List.of("question", "need", "primary")) {
            require(about(key).size() == 1 && !about(key).getFirst().isEmpty(), key + " must be there");
        }
        require(about("figures").contains(about("primary").getFirst()), "primary must be one of figures");
        for (var key : about("figures")) {
            require(
                    Figure.of(key).isPresent(),
                    "there is no figure '" + key + "'; there are: "
                            + Arrays.stream(Figure.values()).map(Figure::key).collect(Collectors.joining(", ")));
        }
    }

    /**
     * What the generator does not accept is said now, not after an hour.
     *
     * @throws IllegalArgumentException likewise
     */
    void requireOptions() {
        var swept = swept();
        require(
                swept.size() <= 1,
                String.join(" and ", swept) + " have several values: only clients and one other may");
        for (var count : options.getOrDefault(CLIENTS, List.of(DEFAULT_CLIENTS))) {
            var chosen = chosen();
            chosen.put(CLIENTS, count);
            var _ = plan(chosen);
            swept.forEach(option -> values(option).forEach(value -> {
                chosen.put(option, value);
                var _ = plan(chosen);
            }));
        }
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    // ---- What it says.

    private List<String> about(String key) {
        return about.getOrDefault(key, List.of());
    }

    private List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** A sentence. */
    public String question() {
        return about("question").getFirst();
    }

    /** Returns the need, as in a {@link Question}. */
    String need() {
        return about("need").getFirst();
    }

    /** Options of {@code serve}. */
    List<String> serverOptions() {
        return about("server-options");
    }

    /** Options that have several values, beside the clients. */
    private List<String> swept() {
        return options.keySet().stream()
                .filter(option -> values(option).size() > 1 && !option.equals(CLIENTS))
                .toList();
    }

    /** The first value of each option. */
    private Map<String, String> chosen() {
        var chosen = new LinkedHashMap<String, String>();
        options.forEach((option, values) -> chosen.put(option, values.getFirst()));
        return chosen;
    }

    /** Returns this question with other values of an option. */
    public ScenarioFile with(String option, List<String> values) {
        var changed = new LinkedHashMap<>(options);
        changed.put(option, List.copyOf(values));
        return new ScenarioFile(name, about, changed);
    }

    // ---- For load.

    /**
     * Its options, but for those that are given otherwise.
     *
     * @param given names of options
     * @throws IllegalArgumentException if one of the others has several values
     */
    Map<String, String> optionsBeside(Set<String> given) {
        var left = new LinkedHashMap<>(options);
        for (var option : given) {
            left.remove(option);
            left.keySet().removeAll(INSTEAD_OF.getOrDefault(option, Set.of()));
        }
        var chosen = new LinkedHashMap<String, String>();
        left.forEach((option, values) -> {
            require(
                    values.size() == 1,
                    option + " has several values in scenario " + name + " (" + String.join(", ", values)
                            + "): say which one");
            chosen.put(option, values.getFirst());
        });
        return chosen;
    }

    // ---- For run.

    /** @throws IllegalArgumentException with what is wrong with it */
    public Scenario scenario() {
        var swept = swept().stream().findFirst().orElse(null);
        var values = swept == null
                ? List.<Double>of()
                : values(swept).stream().map(value -> number(swept, value)).toList();
        var objectives = objectives();
        require(objectives.isEmpty() || values("rate").size() <= 1, "slo searches the rate: it goes with one");
        require(
                about("figures").contains(Figure.KEPT_RATE.key()) != objectives.isEmpty(),
                "slo and the figure " + Figure.KEPT_RATE.key() + " go together");
        var counts = options.getOrDefault(CLIENTS, List.of(DEFAULT_CLIENTS));
        var question = new Question(
                name,
                question(),
                need(),
                description(),
                about("primary").getFirst(),
                about("figures"),
                counts.stream().map(count -> (int) number(CLIENTS, count)).toList(),
                swept,
                values);
        var settings = new ArrayList<Scenario.Setting>();
        for (var count : question.clients()) {
            for (var point : question.points()) {
                settings.add(new Scenario.Setting(name, count, point, plan(count, point), objectives));
            }
        }
        return new Scenario(question, serverOptions(), settings);
    }

    /** Returns the objectives for which each trial searches the highest rate; empty if none does. */
    private List<Objective> objectives() {
        return values("slo").stream()
                .flatMap(text -> Objectives.parse(text).all().stream())
                .toList();
    }

    private static double number(String option, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must have numbers to be swept, not " + value, e);
        }
    }

    private LoadPlan plan(int count, @Nullable Point point) {
        var chosen = chosen();
        chosen.put(CLIENTS, String.valueOf(count));
        if (point != null) {
            chosen.put(point.option(), point.number());
        }
        for (var option : List.of("expect", "search", "stop-early")) {
            require(!chosen.containsKey(option), option + " is for load");
        }
        chosen.putIfAbsent("most-late", chosen.containsKey("in-flight") ? "50ms" : "10ms");
        var plan = plan(chosen);
        require(
                plan.speech().protocol().equals(Protocols.CHAT),
                "protocol must be chat: run speaks to each server in its own");
        return plan;
    }

    /** Returns the plan of options of {@code load}, without hyphens, and their values. The target is given later. */
    public static LoadPlan plan(Map<String, String> chosen) {
        try {
            var options = LoadOptions.of(chosen);
            var arrivals = options.arrivals();
            var speech = options.speech()
                    .read(arrivals.seed(), new PrintWriter(Writer.nullWriter()))
                    .encrypted(options.trust(LOOPBACK));
            return options.plan(LATER, options.clients(), arrivals.arrivals(options.duration()), 1, speech);
        } catch (ParameterException e) {
            throw new IllegalArgumentException(UsageErrors.inWords(e).replaceFirst("^--", ""), e);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private String description() {
        var words = new ArrayList<String>();
        options.forEach((option, values) -> words.add(option + " " + String.join(", ", values)));
        if (!serverOptions().isEmpty()) {
            words.add("serve " + String.join(" ", serverOptions()));
        }
        return String.join("; ", words);
    }
}
