package dev.muxbench.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A conversation from {@code transcripts.txt}. After its last step every client must receive one more line and nothing before it:
 * that proves that no client has received more than the transcript says.
 *
 * @param title what it shows
 * @param steps {@code open}, {@code close}, {@code send} and {@code recv}, each with its arguments
 */
record Transcript(String title, List<String> steps) {
    static List<Transcript> all() {
        try (var in = Objects.requireNonNull(Transcript.class.getResourceAsStream("transcripts.txt"))) {
            var all = new ArrayList<Transcript>();
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("== ")) {
                    all.add(new Transcript(line.substring(3), new ArrayList<>()));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    all.getLast().steps.add(line);
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Transcript titled(String title) {
        return all().stream()
                .filter(transcript -> transcript.title.equals(title))
                .findFirst()
                .orElseThrow();
    }

    void play(TestServer server) {
        var clients = new HashMap<String, TestClient>();
        var firstNicks = new HashMap<String, String>();
        for (var step : steps) {
            var words = step.split(" ", 3);
            switch (words[0]) {
                case "open" -> {
                    for (var name : step.substring("open ".length()).split(" ")) {
                        clients.put(name, server.connect());
                        firstNicks.put(name, "user:" + clients.size());
                    }
                }
                case "close" -> {
                    client(clients, words[1]).close();
                    clients.remove(words[1]);
                    server.awaitClients(clients.size());
                }
                case "send" -> client(clients, words[1]).send(unescape(words[2]));
                case "recv" -> client(clients, words[1]).expect(filled(unescape(words[2]), firstNicks));
                default -> throw new IllegalArgumentException(step);
            }
        }
        var marker = server.connect();
        marker.send("end of " + title + "\n");
        clients.values()
                .forEach(client -> client.expect("user:" + (firstNicks.size() + 1) + "> end of " + title + "\n"));
    }

    private static TestClient client(Map<String, TestClient> clients, String name) {
        return Objects.requireNonNull(clients.get(name), name);
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r");
    }

    private static String filled(String text, Map<String, String> firstNicks) {
        var filled = text;
        for (var entry : firstNicks.entrySet()) {
            filled = filled.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        return filled;
    }

    @Override
    public String toString() {
        return title;
    }
}
