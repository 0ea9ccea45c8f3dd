package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A server that is compared: a backend of ours, or a peer, which is any other server. Threads: any. */
public sealed interface Contestant permits BackendContestant, JavaPeer, ProgramPeer, RemotePeer {
    Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

    /** Returns the name in tables and file names. */
    String name();

    /** Returns what stands behind the name on a command line. */
    String text();

    /** Returns the protocol that the server speaks. */
    Protocol protocol();

    /** Returns why this contestant cannot be put under a load that its protocol allows; empty if it can. No peer has certificates. */
    default Optional<String> obstacle(LoadPlan plan) {
        return plan.speech().tls() == null ? Optional.empty() : Optional.of("it is spoken to in plain text");
    }

    /** Returns why this contestant cannot be started on another machine; empty if it can, or runs already. */
    Optional<String> tieToThisMachine();

    /**
     * Starts a server.
     *
     * @param serverOptions of the scenario, for ours
     * @param log           a new file
     * @throws Server.StartFailure with a message for the user if it does not listen
     */
    Server start(List<String> serverOptions, Placement placement, Path log) throws IOException, InterruptedException;

    static List<String> names(List<Contestant> contestants) {
        return contestants.stream().map(Contestant::name).toList();
    }

    /** @throws IllegalArgumentException with a message for the user */
    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name: letters, digits, '.', '_' and '-', up to 40");
        }
        return name;
    }
}
