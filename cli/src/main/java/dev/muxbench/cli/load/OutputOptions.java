package dev.muxbench.cli.load;

import dev.muxbench.cli.console.CommandFailure;
import dev.muxbench.cli.console.ProgressLine;
import dev.muxbench.cli.load.folder.LoadOutputs;
import dev.muxbench.cli.load.folder.LoadSubject;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of what is seen of a load, and what it leaves behind. Threads: one. */
final class OutputOptions {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    private static final Pattern ADDRESS = Pattern.compile("(.*):(\\d{1,5})");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "a new folder for histograms, time series and verdict, which report, compare and export "
                    + "read; --slo makes a folder for each try below it")
    private @Nullable Path out;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "name of the server in tables and reports (default: from --target)")
    private @Nullable String label;

    @Option(
            names = "--prometheus",
            paramLabel = "[HOST]:PORT",
            description = "address for Prometheus to watch the load while it lasts; without HOST on all interfaces")
    private @Nullable String prometheus;

    @Option(names = "--quiet", description = "show no progress")
    private boolean quiet;

    /** @param err for progress */
    ProgressLine progress(PrintWriter err) {
        return quiet ? ProgressLine.quiet() : new ProgressLine(err);
    }

    /** Returns whether it is to be seen from elsewhere. */
    boolean isScraped() {
        return prometheus != null;
    }

    /** Returns the folder that must be made. */
    Optional<Path> folder() {
        return Optional.ofNullable(out);
    }

    /**
     * Of a load.
     *
     * @param folder to be made for it
     * @throws IllegalArgumentException with the flag, without its hyphens, and what is wrong with it
     */
    LoadOutputs open(LoadSubject subject, ProgressLine progress, Optional<Path> folder) {
        return LoadOutputs.open(subject, progress, folder, scraped());
    }

    /** @throws IllegalArgumentException likewise */
    String label(String target) {
        if (label == null) {
            var name = target.replaceAll("[^A-Za-z0-9._]+", "-").replaceFirst("^[._-]+", "");
            return name.substring(0, Math.min(40, name.length()));
        }
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "label must be up to 40 letters, digits, '.', '_' and '-', not " + label);
        }
        return label;
    }

    private Optional<InetSocketAddress> scraped() {
        if (prometheus == null) {
            return Optional.empty();
        }
        var address = ADDRESS.matcher(prometheus);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65535) {
            throw new IllegalArgumentException(
                    "prometheus must be an address such as 127.0.0.1:9464 or :9464, not " + prometheus);
        }
        int port = Integer.parseInt(address.group(2));
        var host = address.group(1);
        try {
            return Optional.of(
                    host.isEmpty()
                            ? new InetSocketAddress(port)
                            : new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new CommandFailure("unknown host " + host + " (--prometheus)");
        }
    }
}
