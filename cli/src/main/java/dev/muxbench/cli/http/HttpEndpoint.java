package dev.muxbench.cli.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pages over HTTP for who watches a server or a load. Whoever asks slowly, or too often, hurts nobody but those who ask: there are
 * few connections, few threads, and a time within which a request has to be there and its answer taken.
 *
 * <p>Threads: any; pages are made on threads of its own.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int THREADS = 4;

    /** Its connections, the listening socket, and what it waits with. */
    public static final int MOST_DESCRIPTORS = MOST_CONNECTIONS + 8;

    private static final int REQUEST_SECONDS = 5;
    private static final int RESPONSE_SECONDS = 10;
    private static final int IDLE_THREAD_SECONDS = 30;

    /** Limits of the JDK's server, which takes them from nowhere else: read when it is used first. */
    private static final Map<String, Integer> LIMITS = Map.of(
            "jdk.httpserver.maxConnections", MOST_CONNECTIONS,
            "sun.net.httpserver.maxReqTime", REQUEST_SECONDS,
            "sun.net.httpserver.maxRspTime", RESPONSE_SECONDS);

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private HttpEndpoint(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Binds the address; answers once it is {@linkplain #start() started}.
     *
     * @param name of its threads
     * @throws IOException if it cannot listen there
     */
    public static HttpEndpoint bind(InetSocketAddress address, String name) throws IOException {
        LIMITS.forEach((property, limit) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, String.valueOf(limit));
            }
        });
        var server = HttpServer.create(address, MOST_CONNECTIONS);
        var number = new AtomicInteger();
        var threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_CONNECTIONS),
                work -> Thread.ofPlatform()
                        .daemon()
                        .name(name + "-" + number.incrementAndGet())
                        .unstarted(work));
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        var endpoint = new HttpEndpoint(server, threads);
        server.createContext("/", exchange -> answer(exchange, 404, "text/plain", "there is no such page\n"));
        return endpoint;
    }

    /** A page at exactly this path. */
    public void page(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                answer(exchange, 404, "text/plain", "there is no such page\n");
            } else if (exchange.getRequestMethod().equals("GET")
                    || exchange.getRequestMethod().equals("HEAD")) {
                handler.handle(exchange);
            } else {
                answer(exchange, 405, "text/plain", "only GET\n");
            }
        });
    }

    public void start() {
        server.start();
    }

    /** Returns the address that was bound. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Returns an address as {@code ss} shows it: an IPv6 address stands in brackets. */
    public static String display(InetSocketAddress address) {
        var literal = address.getAddress().getHostAddress();
        return (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + address.getPort();
    }

    /** @param contentType without its charset, which is UTF-8 */
    public static void answer(HttpExchange exchange, int status, String contentType, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType + "; charset=utf-8");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cache-Control", "no-store");
        try (exchange) {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
