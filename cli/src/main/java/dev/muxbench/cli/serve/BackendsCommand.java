package dev.muxbench.cli.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.muxbench.cli.console.Table;
import dev.muxbench.core.spi.Availability;
import dev.muxbench.core.spi.BackendProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code muxbench backends}. */
@Command(
        name = "backends",
        description = "List the backends: which work here, what they use, and why others do not.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The first that works is what \"serve --backend auto\" takes.",
            "",
            "Examples:",
            "  muxbench backends",
            "  muxbench backends --json | jq -r '.[] | select(.works).name'"
        })
public final class BackendsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (json) {
            printJson(out);
        } else {
            printTable(out);
        }
        out.flush();
        return 0;
    }

    private static void printTable(PrintWriter out) {
        var table = new Table("lll");
        table.add("NAME", "HERE", "WHAT IT USES, OR WHY NOT");
        for (var backend : Backends.all()) {
            switch (backend.availability()) {
                case Availability.Available(var mechanism) -> table.add(backend.name(), "works", mechanism);
                case Availability.Unavailable(var reason) -> table.add(backend.name(), "unavailable", reason);
            }
        }
        table.print(out, "");
    }

    private static void printJson(PrintWriter out) {
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        try {
            out.println(mapper.writeValueAsString(
                    Backends.all().stream().map(BackendsCommand::asMap).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> asMap(BackendProvider backend) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", backend.name());
        switch (backend.availability()) {
            case Availability.Available(var mechanism) -> {
                map.put("works", true);
                map.put("uses", mechanism);
            }
            case Availability.Unavailable(var reason) -> {
                map.put("works", false);
                map.put("reason", reason);
            }
        }
        return map;
    }
}
