package dev.muxbench.cli.http;

import dev.muxbench.cli.serve.Backends;
import dev.muxbench.core.config.ServerConfig;
import dev.muxbench.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A server in this JVM, and its admin pages. Threads: the test's. */
final class AdminPages implements AutoCloseable {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([^#\\s].*) (\\S+)$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

    final TestServer server = TestServer.start(Backends.require("nio"), ServerConfig.defaults(), 2);
    final AdminEndpoint endpoint =
            AdminEndpoint.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server.chat(), null);
    private final HttpClient http = HttpClient.newHttpClient();

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(path, "GET");
    }

    HttpResponse<String> send(String path, String method) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
        var request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** By name and labels. */
    Map<String, Double> samples() throws IOException, InterruptedException {
        var samples = new TreeMap<String, Double>();
        SAMPLE.matcher(get("/metrics").body())
                .results()
                .forEach(sample -> samples.put(
                        sample.group(1), Double.valueOf(sample.group(2).replace("+Inf", "Infinity"))));
        return samples;
    }

    /** By name. */
    Map<String, String> types() throws IOException, InterruptedException {
        var types = new TreeMap<String, String>();
        TYPE.matcher(get("/metrics").body()).results().forEach(type -> types.put(type.group(1), type.group(2)));
        return types;
    }

    @Override
    public void close() {
        http.close();
        endpoint.close();
        server.close();
    }
}
