package dev.muxbench.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.cli.MuxbenchProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Terminals of 80 columns and 24 lines, by a tmux server of their own. Threads: the test's. */
public final class Tmux implements AutoCloseable {
    private final Path state;

    /** @param state an empty folder, for its socket and for what the programs inside remember */
    public Tmux(Path state) {
        this.state = state;
    }

    private List<String> command() {
        return List.of(
                "tmux", "-u", "-f", "/dev/null", "-S", state.resolve("tmux").toString());
    }

    public static boolean isInstalled() {
        try {
            return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One terminal. */
    public final class Screen {
        private final String name;
        private final String target;

        private Screen(String name) {
            this.name = name;
            this.target = "=" + name + ":"; // not a window whose name begins so
        }

        /** Keys as tmux names them: {@code Enter}, {@code C-c}. */
        public Screen press(String... keys) {
            tmux(concat(List.of("send-keys", "-t", target), List.of(keys)));
            return this;
        }

        Screen type(String text) {
            tmux(List.of("send-keys", "-l", "-t", target, text));
            return this;
        }

        /** As a terminal pastes: in brackets, if the program has asked for them. */
        Screen paste(String text) {
            tmux(List.of("set-buffer", "-b", "test", text));
            tmux(List.of("paste-buffer", "-p", "-d", "-b", "test", "-t", target));
            return this;
        }

        public Screen resize(int columns, int lines) {
            tmux(List.of("resize-window", "-t", target, "-x", "" + columns, "-y", "" + lines));
            return this;
        }

        /** What is on it, without empty lines at the end. */
        public String text() {
            return tmux(List.of("capture-pane", "-p", "-t", target)).stripTrailing();
        }

        String ask(String format) {
            return tmux(List.of("display-message", "-p", "-t", target, format)).strip();
        }

        /** The program that the shell in it runs. */
        ProcessHandle program() {
            return ProcessHandle.of(Long.parseLong(ask("#{pane_pid}")))
                    .flatMap(shell -> shell.children().findFirst())
                    .orElseThrow();
        }

        public Screen await(Predicate<String> condition) {
            try {
                Awaitility.await()
                        .atMost(ChatBackends.PATIENCE)
                        .pollInterval(20, TimeUnit.MILLISECONDS)
                        .until(() -> condition.test(text()));
            } catch (ConditionTimeoutException e) {
                throw new AssertionError("not on the screen of " + name + ":\n" + text(), e);
            }
            return this;
        }

        Screen awaitLine(String line) {
            return await(text -> text.lines().anyMatch(line::equals));
        }

        /** The line that is edited. */
        Screen awaitLastLine(String line) {
            return await(text ->
                    text.endsWith(line) && text.lines().toList().getLast().equals(line));
        }
    }

    /** Runs {@code muxbench} in a new terminal, between two looks at the terminal's settings. */
    public Screen start(String name, String environment, String... arguments) {
        var command = String.format(
                Locale.ROOT,
                "before=$(stty -g); %s XDG_STATE_HOME='%s' '%s'; code=$?; "
                        + "[ \"$(stty -g)\" = \"$before\" ] && after=restored || after=changed; "
                        + "echo \"exit $code, terminal $after\"; exec cat",
                environment,
                state,
                String.join("' '", MuxbenchProcess.command(arguments)));
        tmux(List.of("new-session", "-d", "-s", name, "-x", "80", "-y", "24", "/bin/sh", "-c", command));
        return new Screen(name);
    }

    /** That the program has ended and the terminal is as it was: stty and tmux say so. */
    public static void awaitRestored(Screen screen, int exitCode) {
        screen.await(text -> text.lines().anyMatch(line -> line.startsWith("exit ")));
        assertThat(screen.text().lines()).contains("exit " + exitCode + ", terminal restored");
        assertThat(screen.ask("#{keypad_flag}#{keypad_cursor_flag}#{cursor_flag}#{alternate_on}"))
                .isEqualTo("0010");
    }

    private String tmux(List<String> arguments) {
        var command = concat(command(), arguments);
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Override
    public void close() {
        try {
            new ProcessBuilder(concat(command(), List.of("kill-server")))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
