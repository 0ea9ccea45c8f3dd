package dev.muxbench.cli.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.muxbench.core.ChatServer;
import dev.muxbench.core.status.ServerStatus;
import dev.muxbench.core.status.SessionStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Those sessions that are furthest behind, as JSON, in ASCII: what a client has named itself steers nobody's terminal.
 *
 * <p>Threads: any.
 */
final class SessionsPage implements HttpHandler {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1000;
    private static final Pattern LIMIT = Pattern.compile("limit=(\\d{1,9})");
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final ChatServer server;

    SessionsPage(ChatServer server) {
        this.server = server;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var limit = limit(exchange.getRequestURI().getQuery());
        if (limit.isEmpty()) {
            HttpEndpoint.answer(exchange, 400, "text/plain", "/sessions?limit=N, N from 1 to " + MOST + "\n");
            return;
        }
        try {
            HttpEndpoint.answer(exchange, 200, "application/json", json(server.status(limit.getAsInt())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the endpoint is closed
            exchange.close();
        }
    }

    private static OptionalInt limit(String query) {
        if (query == null) {
            return OptionalInt.of(DEFAULT_LIMIT);
        }
        var match = LIMIT.matcher(query);
        if (!match.matches()) {
            return OptionalInt.empty();
        }
        int limit = Integer.parseInt(match.group(1));
        return limit >= 1 && limit <= MOST ? OptionalInt.of(limit) : OptionalInt.empty();
    }

    static String json(ServerStatus status) throws IOException {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("total", status.sessions());
            json.writeNumberField("shown", status.listed().size());
            json.writeArrayFieldStart("silentLoops");
            for (int loop : status.silentLoops()) {
                json.writeNumber(loop);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("sessions");
            for (var session : status.listed()) {
                write(json, session);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, SessionStatus session) throws IOException {
        var address = session.address();
        json.writeStartObject();
        json.writeStringField("nick", session.nick());
        json.writeStringField("room", session.room());
        json.writeStringField("address", address == null ? null : HttpEndpoint.display(address));
        json.writeNumberField("ageSeconds", TimeUnit.NANOSECONDS.toMillis(session.ageNanos()) / 1e3);
        json.writeNumberField("linesIn", session.receivedLines());
        json.writeNumberField("linesOut", session.lines());
        json.writeNumberField("bytesIn", session.receivedBytes());
        json.writeNumberField("bytesOut", session.sentBytes());
        json.writeNumberField("backlogBytes", session.backlogBytes());
        json.writeStringField("input", session.input().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
    }
}
