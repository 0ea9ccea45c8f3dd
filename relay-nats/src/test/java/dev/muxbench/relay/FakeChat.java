package dev.muxbench.relay;

import dev.muxbench.core.relay.JoinedChat;
import dev.muxbench.core.relay.Relay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A chat that keeps what it is told. Threads: one at a time. */
final class FakeChat implements JoinedChat {
    final Map<String, List<String>> said = new HashMap<>(); // by room
    final Set<String> over = new HashSet<>();
    final List<String> heldChanges = new ArrayList<>();
    final Map<String, Members> members = new HashMap<>();
    final List<String> nicks = new ArrayList<>();
    final List<String> privately = new ArrayList<>();
    int closedAll;

    @Override
    public void publish(String roomKey, byte[] lines, int length, int count) {
        var text = new String(lines, 0, length, StandardCharsets.UTF_8);
        var whole = text.lines().toList();
        if (whole.size() != count || !text.endsWith("\n")) {
            throw new AssertionError(count + " lines: " + text);
        }
        said.computeIfAbsent(roomKey, key -> new ArrayList<>()).addAll(whole);
    }

    List<String> said(String roomKey) {
        return said.getOrDefault(roomKey, List.of());
    }

    @Override
    public int longestLineBytes() {
        return 200;
    }

    @Override
    public boolean isOverHighWater(String roomKey) {
        return over.contains(roomKey);
    }

    @Override
    public boolean isFull(String roomKey) {
        return false;
    }

    @Override
    public void onHeldChanged(String roomKey) {
        heldChanges.add(roomKey);
    }

    @Override
    public Members members(String roomKey, int limit) {
        return members.get(roomKey);
    }

    @Override
    public List<String> roomKeys() {
        return List.copyOf(members.keySet());
    }

    @Override
    public Relay.Sent deliverPrivately(String nickKey, byte[] line) {
        if (!nicks.contains(nickKey)) {
            return Relay.Sent.NO_SUCH_NICK;
        }
        privately.add(nickKey + ": " + new String(line, StandardCharsets.UTF_8));
        return Relay.Sent.DELIVERED;
    }

    @Override
    public List<String> chosenNicks() {
        return nicks;
    }

    @Override
    public void loseNick(String nickKey) {
        nicks.remove(nickKey);
    }

    @Override
    public void fail(Throwable cause) {
        throw new AssertionError(cause);
    }

    @Override
    public void closeAll() {
        closedAll++;
    }
}
