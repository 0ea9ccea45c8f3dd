package dev.muxbench.experiment;

import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.Protocols;
import dev.muxbench.results.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server of the module {@code peers}, in a JVM that is started like those of the backends.
 *
 * @param words           of the command {@code peer}
 * @param protocol        chat; without one order of a room where several event loops do not keep it
 * @param waitsForSlowest true if a client that does not read makes the others wait
 */
record JavaPeer(String name, List<String> words, Protocol protocol, boolean waitsForSlowest) implements Contestant {
    /** Returns the chat as it is usually written. */
    static JavaPeer channelGroup() {
        return new JavaPeer("channelgroup", List.of("channelgroup"), Protocols.CHAT.unordered(), false);
    }

    /** Returns the kernel alone. */
    static JavaPeer limit(int batch) {
        return new JavaPeer("limit-" + batch, List.of((RunView.LIMIT + batch).split(" ")), Protocols.CHAT, true);
    }

    @Override
    public String text() {
        return String.join(" ", words);
    }

    @Override
    public Optional<String> obstacle(LoadPlan plan) {
        if (plan.rooms() > 1) {
            return Optional.of("it has one room");
        }
        if (waitsForSlowest && plan.population().unrulyCount() > 0) {
            return Optional.of("it waits for its slowest client");
        }
        return Contestant.super.obstacle(plan);
    }

    @Override
    public Optional<String> tieToThisMachine() {
        return Optional.of("it listens on loopback only");
    }

    @Override
    public Server start(List<String> serverOptions, Placement placement, Path log)
            throws IOException, InterruptedException {
        var command = new MuxbenchCommand(List.of(), null, null);
        return command.start("peer", words, placement, log);
    }
}
