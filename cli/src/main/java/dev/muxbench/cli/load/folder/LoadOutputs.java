package dev.muxbench.cli.load.folder;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.ProgressLine;
import dev.muxbench.cli.http.HttpEndpoint;
import dev.muxbench.cli.http.PrometheusEndpoint;
import dev.muxbench.load.judge.LoadResult;
import dev.muxbench.load.record.LoadListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/**
 * Where a load is seen while it lasts, and what it leaves behind.
 *
 * <p>Threads: the run's.
 */
public final class LoadOutputs implements AutoCloseable {
    private final ProgressLine progress;
    private final Optional<LoadFolder> folder;
    private final Optional<PrometheusEndpoint> endpoint;

    private LoadOutputs(ProgressLine progress, Optional<LoadFolder> folder, Optional<PrometheusEndpoint> endpoint) {
        this.progress = progress;
        this.folder = folder;
        this.endpoint = endpoint;
    }

    /**
     * Opens all that was asked for.
     *
     * @param folder  to be made
     * @param scraped address at which Prometheus may ask
     * @throws CommandFailure if one of them cannot be
     */
    public static LoadOutputs open(
            LoadSubject subject, ProgressLine progress, Optional<Path> folder, Optional<InetSocketAddress> scraped) {
        var endpoint = scraped.map(LoadOutputs::listen);
        endpoint.ifPresent(open -> progress.say("metrics: http://"
                + HttpEndpoint.display(new InetSocketAddress(scraped.get().getAddress(), open.port()))
                + "/metrics"));
        try {
            return new LoadOutputs(
                    progress,
                    folder.isEmpty()
                            ? Optional.empty()
                            : Optional.of(LoadFolder.create(folder.get(), subject, Map.of())),
                    endpoint);
        } catch (IOException e) {
            endpoint.ifPresent(PrometheusEndpoint::close);
            throw new CommandFailure(e.getMessage() + " (--out)");
        }
    }

    private static PrometheusEndpoint listen(InetSocketAddress address) {
        try {
            return new PrometheusEndpoint(address);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot listen on " + HttpEndpoint.display(address) + ": " + e.getMessage() + " (--prometheus)");
        }
    }

    /** Is to be told how the load goes on. */
    public LoadListener listener() {
        var listeners = new ArrayList<LoadListener>();
        folder.ifPresent(open -> listeners.add(open.recorder()));
        endpoint.ifPresent(listeners::add);
        listeners.add(progress);
        return LoadListener.all(listeners);
    }

    /** There is a result. */
    public void end(LoadResult result) {
        progress.end();
        folder.ifPresent(open -> write(() -> open.end(result)));
    }

    /**
     * There is none.
     *
     * @param verdict as {@link LoadFolder#fail} takes it
     */
    public void fail(String verdict, String reason) {
        progress.end();
        folder.ifPresent(open -> write(() -> open.fail(verdict, reason)));
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage() + " (--out)");
        }
    }

    /** The folder that was made. */
    public Optional<Path> path() {
        return folder.map(LoadFolder::path);
    }

    @Override
    public void close() {
        endpoint.ifPresent(PrometheusEndpoint::close);
        folder.ifPresent(open -> write(open::close));
    }
}
