package dev.muxbench.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muxbench.cli.option.OptionTypes;
import dev.muxbench.core.config.ClientLimits;
import dev.muxbench.core.config.OverloadPolicy;
import dev.muxbench.core.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Command line, environment, file, default: what comes from where. */
class ServeSettingsTest {
    @TempDir
    private Path folder;

    private final CommandLine serve = OptionTypes.addTo(new CommandLine(new ServeCommand()));

    private ServeSettings complete(Map<String, String> environment, String... words) {
        serve.parseArgs(words);
        Path file = serve.getCommandSpec().findOption("--config").getValue();
        return ServeSettings.complete(serve.getCommandSpec(), options(), file, environment);
    }

    private ServeOptions options() {
        return (ServeOptions) serve.getCommandSpec().mixins().get("options").userObject();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String printed(ServeSettings settings) {
        var out = new StringWriter();
        settings.print(new PrintWriter(out));
        return out.toString();
    }

    @Test
    void whatNobodySaysIsTheDefault() {
        var settings = complete(Map.of());
        assertThat(options().config()).isEqualTo(ServerConfig.defaults());
        assertThat(printed(settings).lines())
                .allMatch(line -> line.endsWith("# default"))
                .anyMatch(line -> line.startsWith("high-water: 4 MiB "))
                .anyMatch(line -> line.startsWith("slow-consumer-timeout: 10 s "));
    }

    @Test
    void theCommandLineComesFirstThenTheEnvironmentThenTheFile() throws IOException {
        var file = file("s.yaml", "port: 1\nmax-clients: 2\nmax-rooms: 3\nlog-memory: 1 GiB\n");
        var environment = Map.of("MUXBENCH_PORT", "11", "MUXBENCH_MAX_CLIENTS", "12", "MUXBENCH_HOST", "");
        var settings = complete(environment, "--config", file, "--port", "21");
        assertThat(printed(settings))
                .containsPattern("(?m)^port: 21 +# command line$")
                .containsPattern("(?m)^max-clients: 12 +# MUXBENCH_MAX_CLIENTS$")
                .containsPattern("(?m)^max-rooms: 3 +# " + file + "$")
                .containsPattern("(?m)^log-memory: 1 GiB +# " + file + "$")
                .containsPattern("(?m)^host: 0.0.0.0 +# default$");
        assertThat(options().port).isEqualTo(21);
        assertThat(options().config().maxClients()).isEqualTo(12);
        assertThat(options().config().maxRooms()).isEqualTo(3);
    }

    @Test
    void theEnvironmentNamesTheFile() throws IOException {
        complete(Map.of("MUXBENCH_CONFIG", file("s.properties", "# chat\nmax-rooms = 7\nhost=::1\n")));
        assertThat(options().config().maxRooms()).isEqualTo(7);
        assertThat(options().host).isEqualTo("::1");
    }

    @Test
    void whatIsPrintedIsAFileThatSaysTheSame() throws IOException {
        var first = complete(
                Map.of(), "--host", "::", "--high-water", "1536K", "--slow-consumer-timeout", "1.5s", "--max-line=100");
        var config = options().config();
        var again = complete(Map.of("MUXBENCH_CONFIG", file("again.yaml", printed(first))));
        assertThat(options().config()).isEqualTo(config).isNotEqualTo(ServerConfig.defaults());
        assertThat(options().host).isEqualTo("::");
        assertThat(values(printed(again))).isEqualTo(values(printed(first)));
    }

    private static String values(String printed) {
        return printed.replaceAll(" +#.*", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MUXBENCH_PORT | 70000 | --port must be from 0 to 65535, not 70000 (MUXBENCH_PORT)",
                "MUXBENCH_PORT | many | --port must be from 0 to 65535, not many (MUXBENCH_PORT)",
                "MUXBENCH_MAX_LINE | 1 | --max-line must be from 64 B to 64 KiB, not 1 B (MUXBENCH_MAX_LINE)",
                "MUXBENCH_LOG_MEMORY | 2M | --log-memory must be from 4 MiB to 1024 GiB, not 2 MiB"
                        + " (MUXBENCH_LOG_MEMORY)",
                "MUXBENCH_SLOW_CONSUMER_TIMEOUT | 5 d | --slow-consumer-timeout must be from 100 ms to 3600 s, not 5 d"
                        + " (MUXBENCH_SLOW_CONSUMER_TIMEOUT)",
            })
    void aWrongValueIsNamedWithItsSource(String variable, String value, String complaint) {
        assertThatThrownBy(() -> complete(Map.of(variable, value)))
                .isInstanceOf(ParameterException.class)
                .hasMessage(complaint);
    }

    @Test
    void limitsOfOneClientAreOffOrRates() throws IOException {
        var file = file(
                "s.yaml",
                "rate-limit: 100/s\nrate-limit-bytes: 64 KiB/s\nidle-timeout: 10m\nmax-clients-per-ip: off\n");
        var settings = complete(Map.of("MUXBENCH_CONFIG", file));
        assertThat(options().config().clientLimits())
                .isEqualTo(new ClientLimits(0, 100, 64 << 10, Duration.ofMinutes(10)));
        assertThat(printed(settings))
                .containsPattern("(?m)^rate-limit: 100/s +#")
                .containsPattern("(?m)^rate-limit-bytes: 64 KiB/s +#")
                .containsPattern("(?m)^max-clients-per-ip: off +#");
        complete(Map.of("MUXBENCH_CONFIG", file("again.yaml", printed(settings))), "--rate-limit", "5");
        assertThat(options().config().clientLimits())
                .isEqualTo(new ClientLimits(0, 5, 64 << 10, Duration.ofMinutes(10)));
    }

    @Test
    void theOverloadPolicyDecidesWhatLogMemoryMustHave() {
        complete(Map.of("MUXBENCH_OVERLOAD", "disconnect"), "--max-lag", "1M", "--log-memory", "2M");
        assertThat(options().config().overload()).isEqualTo(OverloadPolicy.DISCONNECT);
        assertThatThrownBy(() -> complete(Map.of("MUXBENCH_OVERLOAD", "drop")))
                .hasMessage("--overload must be pushback or disconnect, not drop (MUXBENCH_OVERLOAD)");
    }

    /** Every option, with its range and its default. */
    @Test
    void theDocumentHasThemAll() throws IOException {
        var rows = Files.readAllLines(Path.of("..", "docs", "operations.md"));
        for (var line : printed(complete(Map.of())).lines().toList()) {
            var key = line.substring(0, line.indexOf(':'));
            var value = line.substring(line.indexOf(':') + 2, line.indexOf('#')).strip();
            var allowed = options().allowed(serve.getCommandSpec().findOption("--" + key));
            assertThat(rows).as(key).anySatisfy(row -> {
                assertThat(row).startsWith("| `--" + key + "` | ");
                assertThat(row).contains(key.equals("io-threads") ? "half of the processors" : " | " + value + " | ");
                assertThat(row).contains(allowed == null || key.equals("log-memory") ? "" : "| " + allowed + " |");
            });
        }
    }

    @Test
    void aWrongValueThatDoesNotCountIsNoError() {
        complete(Map.of("MUXBENCH_PORT", "many"), "--port", "0");
        assertThat(options().port).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s.yaml | max-client: 5 | there is no 'max-client'; there are: admin, backend, cluster, drain-timeout, ",
                "s.yaml | max-clients: 5000000000 | --max-clients must be from 1 to 10000000, not 5000000000 (",
                "s.yaml | max-clients: [1, 2] | 'max-clients' must have one value",
                "s.yaml | max-clients: | 'max-clients' must have one value",
                "s.yaml | 'max-clients: 1\nmax-clients: 2' | line 2: Duplicate field 'max-clients'",
                "s.yaml | max-clients 5 | not lines such as 'max-clients: 5000'",
                "s.yaml | 'a: b: c' | line 1: not lines such as 'max-clients: 5000'",
                "s.properties | maxClients=5 | there is no 'maxClients'; there are: admin, backend, cluster, drain-timeout, ",
                "s.properties | port=\\u00 | s.properties: ",
            })
    void aFileThatIsWrongIsNamed(String name, String text, String complaint) throws IOException {
        var file = file(name, text);
        assertThatThrownBy(() -> complete(Map.of(), "--config", file))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(complaint)
                .hasMessageContaining(file);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> complete(Map.of("MUXBENCH_CONFIG", "/no/such.yaml")))
                .hasMessage("/no/such.yaml does not exist (MUXBENCH_CONFIG)");
        assertThatThrownBy(() -> complete(Map.of(), "--config", folder.toString()))
                .hasMessage(folder + " cannot be read (IOException)");
    }

    @Test
    void anEmptyFileSaysNothing() throws IOException {
        complete(Map.of(), "--config", file("s.yaml", "# port: 1\n"));
        assertThat(options().port).isEqualTo(ServerConfig.DEFAULT_PORT);
    }
}
