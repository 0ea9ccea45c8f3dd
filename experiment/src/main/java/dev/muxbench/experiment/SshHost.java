package dev.muxbench.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder with Muxbench in it on another machine, reached by ssh(1). Everything else about the way there (port, key, jump hosts) is in
 * the user's configuration of ssh.
 *
 * @param destination {@code [USER@]HOST}
 * @param folder      of a built tree or an unpacked archive; if relative, below the user's home there
 */
public record SshHost(String destination, String folder) {
    private static final String WORD = "[^@\\s:\\[\\]-][^@\\s:\\[\\]]*"; // no option of ssh
    private static final Pattern FORM =
            Pattern.compile("ssh:((?:" + WORD + "@)?)(\\[[0-9A-Fa-f:.]+(?:%\\w+)?]|" + WORD + ")(?::(.+))?");
    private static final String DEFAULT_FOLDER = "muxbench";
    private static final String HOME = "~/";

    /** ssh that asks for nothing, and notices a machine that is gone. */
    private static final List<String> SSH = List.of(
            "ssh",
            "-T",
            "-o",
            "BatchMode=yes",
            "-o",
            "ConnectTimeout=10",
            "-o",
            "ServerAliveInterval=5",
            "-o",
            "ServerAliveCountMax=3");

    /** Becomes the agent, in any shell of the user. Nothing is built on the other machine. */
    private static final String BECOME_AGENT =
            "cd -- \"$1\" 2>/dev/null || { echo \"there is no folder $1\" >&2; exit 1; };"
                    + " shift;"
                    + " for m in ./muxbench bin/muxbench; do"
                    + " [ -f $m ] && [ -x $m ] && MUXBENCH_BUILD=never exec $m agent \"$@\"; done;"
                    + " echo \"$PWD has neither muxbench nor bin/muxbench\" >&2; exit 1";

    /**
     * {@code ssh:[USER@]HOST[:DIR]}, an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static SshHost parse(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + text + "' is none of ssh:HOST, ssh:USER@HOST and ssh:HOST:DIR");
        }
        var folder = match.group(3) == null ? DEFAULT_FOLDER : match.group(3);
        return new SshHost(
                match.group(1) + match.group(2).replaceAll("[\\[\\]]", ""),
                folder.startsWith(HOME) ? folder.substring(HOME.length()) : folder);
    }

    /** Returns the command that starts an agent there. */
    List<String> agent(String... words) {
        var command = new ArrayList<>(SSH);
        command.add(destination);
        var script = new StringBuilder("exec sh -c " + quoted(BECOME_AGENT) + " sh " + quoted(folder));
        for (var word : words) {
            script.append(' ').append(quoted(word));
        }
        command.add(script.toString());
        return command;
    }

    /** Returns the command that prints ssh's resolved configuration. */
    List<String> configuration() {
        return List.of("ssh", "-G", destination);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Returns the host as the user writes it. */
    @Override
    public String toString() {
        return "ssh:" + destination + ":" + folder;
    }
}
