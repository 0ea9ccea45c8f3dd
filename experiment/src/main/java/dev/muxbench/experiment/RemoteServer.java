package dev.muxbench.experiment;

import java.net.InetSocketAddress;
import java.util.Map;

/** A server that somebody else has started: nothing is known of its process, and it goes on when a trial has ended. */
record RemoteServer(InetSocketAddress address) implements Server {
    @Override
    public void addStartTo(Map<String, Double> figures) {}

    @Override
    public Map<String, String> about() {
        return Map.of();
    }

    /** If it is not, connections are lost. */
    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public String lastLogLines() {
        return "";
    }

    @Override
    public void close() {}
}
