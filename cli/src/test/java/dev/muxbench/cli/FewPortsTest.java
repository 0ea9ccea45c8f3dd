package dev.muxbench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muxbench.cli.chat.ServerAddress;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code muxbench load} where Linux gives out a hundred local ports only: in a network namespace of its own. */
@Tag("commands")
@Timeout(120)
class FewPortsTest {
    private static final String FEW = "ip link set lo up && echo 40000 40099 >/proc/sys/net/ipv4/ip_local_port_range";
    private static final int NO_RUN = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Runs there: so many connections, then a load beside them. */
    static final class Inside {
        private Inside() {}

        public static void main(String[] words) throws IOException {
            var others = new ArrayList<Socket>();
            int code;
            try (var server = new LoadedServer()) {
                var target = ServerAddress.parse(server.target());
                for (int i = 0; i < Integer.parseInt(words[0]); i++) {
                    others.add(target.connect(PATIENCE));
                }
                code = server.run(
                        (Object[]) words[1].replace("SERVER", server.target()).split(" "));
                System.out.print(server.out());
                System.err.print(server.err());
                for (var other : others) {
                    other.close();
                }
            }
            System.exit(code);
        }
    }

    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void onlyWhereThereAreNamespaces() throws Exception {
        boolean possible;
        try {
            possible = new ProcessBuilder(inside("true")).start().waitFor() == 0;
        } catch (IOException e) {
            possible = false;
        }
        assumeTrue(possible, "unshare(1), ip(8), and the right to make namespaces are needed for it");
    }

    private static List<String> inside(String... command) {
        var words = new ArrayList<>(List.of("unshare", "-rn", "sh", "-c", FEW + " && exec \"$@\"", "sh"));
        words.addAll(List.of(command));
        return words;
    }

    private static Ended run(int others, String line) throws IOException, InterruptedException {
        var command = MuxbenchProcess.command();
        command.removeLast();
        command.addAll(List.of(Inside.class.getName(), String.valueOf(others), line));
        var process = new ProcessBuilder(inside(command.toArray(String[]::new))).start();
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "jdk"})
    void moreClientsThanPortsComeFromSeveralAddresses(String transport) throws IOException, InterruptedException {
        var ended = run(
                0,
                "load --target SERVER --clients 150 --rate 20 --duration 300ms --warmup 0 --quiet --transport "
                        + transport);
        assertThat(ended.code()).as(ended.err()).isIn(LoadedServer.VERIFIED);
        assertThat(ended.out()).contains("150 clients, ");
    }

    @Test
    void whereThatIsNotPossibleTheyAreRefused() throws IOException, InterruptedException {
        var ended = run(0, "load --target [::1]:1 --clients 150 --quiet");
        assertThat(ended.code()).isEqualTo(NO_RUN);
        assertThat(ended.err())
                .startsWith("muxbench load: 150 clients need 150 local ports, net.ipv4.ip_local_port_range has 100 (0"
                        + " connections are in TIME_WAIT); widen it with: sysctl")
                .hasLineCount(1);
    }

    @Test
    void processesShareThePorts() throws IOException, InterruptedException {
        var ended = run(0, "load --target [::1]:1 --clients 150 --processes 2 --quiet");
        assertThat(ended.code()).isEqualTo(NO_RUN);
        assertThat(ended.err()).contains("150 clients need 150 local ports").hasLineCount(1);
    }

    /** Others have 70 of the hundred, and the server one. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "jdk"})
    void whoFindsNoPortLeftSaysHowManyDid(String transport) throws IOException, InterruptedException {
        var ended = run(70, "load --target SERVER --clients 50 --quiet --transport " + transport);
        assertThat(ended.code()).isEqualTo(NO_RUN);
        assertThat(ended.err())
                .containsPattern("cannot connect client (29|30|31) of 50 to 127.0.0.1:\\d+: Cannot assign requested"
                        + " address.* after (28|29|30) connections, net.ipv4.ip_local_port_range has 100 \\(\\d+ conn")
                .hasLineCount(1);
    }
}
