package dev.muxbench.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    /** A command and its arguments in brackets. */
    private static String parsed(String line) {
        return switch (Command.parse(Framing.bytes(line))) {
            case Command.Nick(var name) -> "nick [" + text(name) + "]";
            case Command.Join(var room) -> "join [" + text(room) + "]";
            case Command.Msg(var recipient, var text) -> "msg [" + text(recipient) + "] [" + text(text) + "]";
            case Command.Rooms() -> "rooms";
            case Command.Who() -> "who";
            case Command.Quit() -> "quit";
            case Command.Help() -> "help";
            case Command.Unsupported() -> "unsupported";
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "/nick bob|nick [bob]",
                "/nick a b|nick [a b]",
                "/nick  bob|nick [ bob]",
                "/nick bob |nick [bob ]",
                "/nick |nick []",
                "/join dev|join [dev]",
                "/join |join []",
                "/join a b|join [a b]",
                "/msg bob hi|msg [bob] [hi]",
                "/msg bob hi there |msg [bob] [hi there ]",
                "/msg bob  hi|msg [bob] [ hi]",
                "/msg bob  |msg [bob] [ ]",
                "/rooms|rooms",
                "/who|who",
                "/quit|quit",
                "/help|help",
            })
    void commands(String line, String command) {
        assertThat(parsed(line)).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "/ ",
                "/ nick bob",
                "/nick",
                "/nickbob",
                "/nickbob x",
                "/nick\tbob",
                "/NICK x",
                "/Nick x",
                "/nic x",
                "/join",
                "/msg",
                "/msg ",
                "/msg bob",
                "/msg bob ",
                "/msg  hi",
                "/rooms x",
                "/rooms ",
                "/who ",
                "/quit now",
                "/help me",
                "/dance",
                "/\u00FF",
                "/nick\u00A0bob",
                "/nick\u0000 x"
            })
    void everythingElseIsUnsupported(String line) {
        assertThat(parsed(line)).isEqualTo("unsupported");
    }

    @Test
    void argumentsAreBytesAsReceived() {
        assertThat(parsed("/nick \u00FF\u001B\r")).isEqualTo("nick [\u00FF\u001B\r]");
        assertThat(parsed("/msg \u00FF \u001B\u0000")).isEqualTo("msg [\u00FF] [\u001B\u0000]");
    }
}
