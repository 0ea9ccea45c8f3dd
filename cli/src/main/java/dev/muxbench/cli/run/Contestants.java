package dev.muxbench.cli.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.muxbench.cli.serve.Backends;
import dev.muxbench.experiment.BackendContestant;
import dev.muxbench.experiment.Contestant;
import dev.muxbench.experiment.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Servers that are compared, as people write them: with commas between, or a line each in a file of YAML. Threads: any. */
final class Contestants {
    private static final Pattern COMMA = Pattern.compile(",(?![^\\[]*])"); // not within brackets
    private static final String FILE = ".yaml";

    private Contestants() {}

    /** @throws IllegalArgumentException with a message for the user */
    static List<BackendContestant> backends(String text) {
        var each = text.endsWith(FILE) ? lines(Path.of(text)) : List.of(COMMA.split(text, -1));
        return each.stream()
                .map(BackendContestant::parse)
                .map(Contestants::known)
                .toList();
    }

    /** @throws IllegalArgumentException with a message for the user */
    static List<Contestant> peers(List<String> words) {
        return words.stream().flatMap(word -> Peers.parse(word).stream()).toList();
    }

    /** {@code name: backend[settings]}. */
    private static List<String> lines(Path file) {
        try {
            var text = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
            return text.properties().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
                    .toList();
        } catch (IOException e) {
            var reason = Files.exists(file) ? "cannot be read: " + firstLine(e) : "does not exist";
            throw new IllegalArgumentException(file + " " + reason, e);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Another build may have other backends. */
    private static BackendContestant known(BackendContestant contestant) {
        if (contestant.build() != null) {
            return contestant;
        }
        var backend = Backends.require(contestant.backend()).name();
        var name = contestant.name().equals(contestant.backend()) ? backend : contestant.name();
        return contestant.running(name, backend);
    }
}
