package dev.muxbench.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muxbench.cli.Durations;
import dev.muxbench.load.net.Transport;
import dev.muxbench.load.plan.Arrivals;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Population;
import dev.muxbench.results.Figure;
import dev.muxbench.results.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * One question to servers, as a file of YAML asks it.
 *
 * @param name     the file's, without its ending; as in file names and tables
 * @param text     the file
 * @param warmup   before the measurement
 * @param duration of the measurement
 */
public record Scenario(String name, Text text, Duration warmup, Duration duration) {
    static final String ENDING = ".yaml";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES); // what is left out is 0

    /**
     * What stands in the file.
     *
     * @param question           a sentence
     * @param need               as in {@link Question}
     * @param clients            connections, one or several numbers
     * @param senders            how many of them send
     * @param rooms              over which they are spread; 1 if left out
     * @param lineBytes          size of a line's text
     * @param window             lines on their way, for a closed loop
     * @param rate               lines a second, for an open loop
     * @param rates              several of them
     * @param slowReaders        clients that read slowly
     * @param slowBytesPerSecond how slowly
     * @param churnPerSecond     clients that leave and come back
     * @param serverOptions      of {@code serve}
     * @param warmup             as {@code 2s}
     * @param duration           likewise
     * @param primary            key of the figure that answers the question
     * @param figures            keys of those to show
     */
    public record Text(
            String question,
            String need,
            List<Integer> clients,
            int senders,
            int rooms,
            int lineBytes,
            int window,
            double rate,
            List<Double> rates,
            int slowReaders,
            int slowBytesPerSecond,
            double churnPerSecond,
            List<String> serverOptions,
            String warmup,
            String duration,
            String primary,
            List<String> figures) {

        /** What is left out is null here. */
        public Text {
            question = Objects.requireNonNullElse(question, "");
            need = Objects.requireNonNullElse(need, "");
            clients = Objects.requireNonNullElse(clients, List.of());
            rates = Objects.requireNonNullElse(rates, List.of());
            serverOptions = Objects.requireNonNullElse(serverOptions, List.of());
            warmup = Objects.requireNonNullElse(warmup, "");
            duration = Objects.requireNonNullElse(duration, "");
            primary = Objects.requireNonNullElse(primary, "");
            figures = Objects.requireNonNullElse(figures, List.of());
        }
    }

    /**
     * Reads a file.
     *
     * @throws IOException with a message for the user that names the file and what is wrong with it
     */
    public static Scenario read(Path file) throws IOException {
        Text text;
        try {
            text = Objects.requireNonNull(YAML.readValue(Files.readString(file), Text.class));
        } catch (JsonProcessingException e) {
            throw new IOException(file + complaint(e), e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        var name = String.valueOf(file.getFileName());
        try {
            return of(name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name, text);
        } catch (IllegalArgumentException | TypeConversionException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static String complaint(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return ": there is no '" + unknown.getPropertyName() + "'; there are: "
                    + Arrays.stream(Text.class.getRecordComponents())
                            .map(component -> component.getName())
                            .collect(Collectors.joining(", "));
        }
        var line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
        var field =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? mapping.getPath().getFirst().getFieldName() + ": "
                        : "";
        return line + ": " + field + e.getOriginalMessage().lines().findFirst().orElse("no scenario");
    }

    private static Scenario of(String name, Text text) {
        require(!text.question.isEmpty() && !text.need.isEmpty(), "question and need must be there");
        require(!text.clients.isEmpty(), "clients must be there");
        require(!text.warmup.isEmpty() && !text.duration.isEmpty(), "warmup and duration must be there");
        int loops = (text.window > 0 ? 1 : 0) + (text.rate > 0 ? 1 : 0) + (text.rates.isEmpty() ? 0 : 1);
        require(loops == 1, "exactly one of window, rate and rates must be there, above 0");
        require(text.figures.contains(text.primary), "primary must be one of figures");
        for (var key : text.figures) {
            require(
                    Figure.of(key).isPresent(),
                    "there is no figure '" + key + "'; there are: "
                            + Arrays.stream(Figure.values()).map(Figure::key).collect(Collectors.joining(", ")));
        }
        var scenario = new Scenario(name, text, Durations.parse(text.warmup), Durations.parse(text.duration));
        for (int count : text.clients) { // what the generator does not accept is said now, not after an hour
            for (var point : scenario.question().points()) {
                scenario.plan(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), count, point);
            }
        }
        return scenario;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The same question with other numbers of clients. */
    public Scenario withClients(List<Integer> clients) {
        return new Scenario(
                name,
                new Text(
                        text.question,
                        text.need,
                        clients,
                        text.senders,
                        text.rooms,
                        text.lineBytes,
                        text.window,
                        text.rate,
                        text.rates,
                        text.slowReaders,
                        text.slowBytesPerSecond,
                        text.churnPerSecond,
                        text.serverOptions,
                        text.warmup,
                        text.duration,
                        text.primary,
                        text.figures),
                warmup,
                duration);
    }

    /** Not longer than so. */
    public Scenario shortened(Duration most) {
        return new Scenario(name, text, shorter(warmup, most), shorter(duration, most));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    public List<Integer> clients() {
        return text.clients;
    }

    Question question() {
        return new Question(
                name, text.question, text.need, description(), text.primary, text.figures, clients(), text.rates);
    }

    private String description() {
        var words = new StringBuilder();
        words.append(clients().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                .append(" clients, ")
                .append(senders())
                .append(senders() == 1 ? " sender, " : " senders, ");
        if (text.rooms > 1) {
            words.append(text.rooms).append(" rooms, ");
        }
        if (text.slowReaders > 0) {
            words.append(text.slowReaders)
                    .append(" slow readers (")
                    .append(text.slowBytesPerSecond)
                    .append(" B/s), ");
        }
        if (text.churnPerSecond > 0) {
            words.append(number(text.churnPerSecond)).append(" leave and come a second, ");
        }
        words.append(loop()).append(", lines of ").append(text.lineBytes).append(" B, ");
        text.serverOptions.forEach(
                option -> words.append("serve ").append(option).append(", "));
        return words.append(number(duration.toMillis() / 1e3))
                .append(" s after ")
                .append(number(warmup.toMillis() / 1e3))
                .append(" s of warm-up")
                .toString();
    }

    private String loop() {
        if (text.window > 0) {
            return "closed loop of " + text.window + " lines";
        }
        return text.rates.isEmpty()
                ? number(text.rate) + " lines/s"
                : text.rates.stream().map(Scenario::number).collect(Collectors.joining(", ")) + " lines/s";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    private int senders() {
        return Math.max(1, text.senders);
    }

    LoadPlan plan(InetSocketAddress target, int clients, @Nullable Double rate) {
        return new LoadPlan(
                target,
                clients,
                Math.min(senders(), clients),
                arrivals(rate),
                warmup,
                duration,
                text.lineBytes,
                Math.max(1, text.rooms),
                1,
                Transport.best(),
                Population.builder()
                        .slowReaders(
                                text.slowReaders,
                                text.slowBytesPerSecond == 0
                                        ? Population.DEFAULT_SLOW_BYTES_PER_SECOND
                                        : text.slowBytesPerSecond)
                        .joinsPerSecond(text.churnPerSecond)
                        .build());
    }

    private Arrivals arrivals(@Nullable Double rate) {
        if (text.window > 0) {
            return new Arrivals.ClosedWindow(text.window);
        }
        return new Arrivals.ConstantRate(rate == null ? text.rate : rate);
    }
}
