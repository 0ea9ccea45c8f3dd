package dev.muxbench.testkit.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The honest members of a room, and how long its speakers are held. Threads: the search's. */
final class HonestRoom {
    private static final int SEND_BYTES = 16 << 10;
    private static final int RECEIVE_BYTES = 64 << 10;

    private final String name;
    private final List<HonestClient> members = new ArrayList<>();
    private final List<HonestClient> speakers;
    private SlidingMinute held = new SlidingMinute();

    /** @param firstUser the number in the nick of the first of them */
    HonestRoom(String name, int size, int speakers, int firstUser, int users, SearchedServer server, Random random) {
        this.name = name;
        for (int i = 0; i < size; i++) {
            var socket = new BoundedSocket(SEND_BYTES, RECEIVE_BYTES, random.nextBoolean());
            server.accept(socket);
            members.add(new HonestClient(firstUser + i, name, users, socket));
        }
        this.speakers = List.copyOf(members.subList(0, speakers));
        for (var member : members) {
            this.speakers.stream().filter(speaker -> !speaker.equals(member)).forEach(member::listenTo);
            member.enter();
        }
    }

    int size() {
        return members.size();
    }

    void speak(long nowNanos, Random random) {
        for (var speaker : speakers) {
            speaker.speak(nowNanos, speakers.size(), random);
        }
    }

    void read() {
        members.forEach(HonestClient::read);
    }

    /** So much time has passed. */
    void pass(long nowNanos, long nanos) {
        if (isHeld()) {
            held.add(nowNanos, nanos);
        }
    }

    private boolean isHeld() {
        return speakers.stream().anyMatch(HonestClient::isHeld);
    }

    /** In the minute up to now. */
    long heldNanos(long nowNanos) {
        return held.sum(nowNanos);
    }

    void forgetHeld() {
        held = new SlidingMinute();
    }

    void requireOpen() {
        members.forEach(HonestClient::requireOpen);
    }

    void requireHeardAll() {
        for (var member : members) {
            speakers.stream().filter(speaker -> !speaker.equals(member)).forEach(member::requireHeardAll);
        }
    }

    @Override
    public String toString() {
        return name + " (" + members.size() + " honest members, " + speakers.size() + " of them speak)";
    }
}
