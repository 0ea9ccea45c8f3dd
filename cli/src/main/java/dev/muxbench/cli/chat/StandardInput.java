package dev.muxbench.cli.chat;

import java.io.IOException;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** Tells what standard input is, whatever standard output is. {@code System.console()} tells only of both together. */
public final class StandardInput {
    private StandardInput() {}

    /** Returns whether a person may be typing. */
    public static boolean isTerminal() {
        var console = System.console();
        if (console != null && console.isTerminal()) {
            return true;
        }
        return isTerminal(TerminalBuilder.PROP_PROVIDER_FFM) || isTerminal(TerminalBuilder.PROP_PROVIDER_EXEC);
    }

    private static boolean isTerminal(String provider) {
        try {
            return TerminalProvider.load(provider).isSystemStream(SystemStream.Input);
        } catch (IOException | RuntimeException | LinkageError e) {
            return false; // this way cannot tell here
        }
    }
}
