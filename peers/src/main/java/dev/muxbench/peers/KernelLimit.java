package dev.muxbench.peers;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what the kernel alone takes for a delivery: at the same number of lines a send, no server on sockets
 * delivers for less. Lines are collected outside the heap until the batch is complete, or nothing more can be read.
 * Then each member gets the same bytes by one send(2). Only a member that has said some of the lines gets a copy
 * without them.
 *
 * <p>A send blocks until there is room, so the slowest member delays all. There is one room and no command.
 *
 * <p>Threads: any; one thread of the server does the work and waits in epoll(7).
 */
public final class KernelLimit implements PeerServer {
    private static final byte[] WELCOME = "Welcome\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int BACKLOG = 4096;
    private static final int ADDRESS_BYTES = 16; // struct sockaddr_in
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch")); // struct epoll_event
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int EVENT_DATA_AT = PACKED ? 4 : 8;
    private static final int MOST_EVENTS = 1024;
    private static final int IDLE_MILLIS = 100; // between two checks whether it must end
    private static final int IN_BYTES = 128 << 10; // an unfinished line and one read
    private static final int OUT_BYTES = 1 << 20; // a longer batch needs several sends

    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(IN_BYTES);
    private final MemorySegment out = arena.allocate(OUT_BYTES);
    private final MemorySegment others = arena.allocate(OUT_BYTES); // the lines in out, without one member's own
    private final MemorySegment events = arena.allocate((long) MOST_EVENTS * EVENT_BYTES, 8);
    private final MemorySegment interest = arena.allocate(EVENT_BYTES, 8);
    private final int epoll = Linux.require("wait for sockets", Linux.EPOLL_CREATE, 0);
    private final int listener =
            Linux.require("make a socket", Linux.SOCKET, Linux.AF_INET, Linux.SOCK_STREAM | Linux.SOCK_NONBLOCK, 0);
    private final int port;
    private final Thread thread;
    private volatile boolean closed; // set by the closing thread

    private final List<Member> members = new ArrayList<>();
    private Member[] bySocket = new Member[MOST_EVENTS];
    private int arrivals;
    private final Member[] senders; // by line of the batch
    private final int[] ends; // offsets in out, by line of the batch
    private int lines; // number of lines in the batch
    private int batches = 1;
    private final AtomicLong sends = new AtomicLong(); // this and the next two are written by its thread only
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicLong deliveries = new AtomicLong();

    /** A connection of a member. */
    private static final class Member {
        final int socket;
        final byte[] nick;
        int place; // index in members
        byte[] unfinished = NOTHING; // beginning of a line
        int lastBatch; // last batch in which it has a line

        Member(int socket, int number, int place) {
            this.socket = socket;
            this.nick = ("user:" + number + "> ").getBytes(StandardCharsets.US_ASCII);
            this.place = place;
        }
    }

    private KernelLimit(int batch) {
        this.senders = new Member[batch];
        this.ends = new int[batch];
        this.port = listen();
        watch(listener);
        this.thread = Thread.ofPlatform().name("kernel-limit").start(this::run);
    }

    /** @param batch number of lines that are sent at once, if so many have come */
    public static KernelLimit start(int batch) {
        return new KernelLimit(batch);
    }

    /** Listens and returns the port. Connections inherit the listener's TCP_NODELAY. */
    private int listen() {
        var one = arena.allocateFrom(JAVA_INT_UNALIGNED, 1);
        Linux.require("send at once", Linux.SETSOCKOPT, listener, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, one, 4);
        var address = arena.allocate(ADDRESS_BYTES, 4);
        address.set(JAVA_SHORT, 0, (short) Linux.AF_INET);
        MemorySegment.copy(new byte[] {127, 0, 0, 1}, 0, address, JAVA_BYTE, 4, 4);
        Linux.require("bind a port", Linux.BIND, listener, address, ADDRESS_BYTES);
        Linux.require("listen", Linux.LISTEN, listener, BACKLOG);
        var size = arena.allocateFrom(JAVA_INT_UNALIGNED, ADDRESS_BYTES);
        Linux.require("name its port", Linux.GETSOCKNAME, listener, address, size);
        return Short.toUnsignedInt(address.get(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2));
    }

    private void watch(int socket) {
        interest.set(JAVA_INT_UNALIGNED, 0, Linux.EPOLLIN);
        interest.set(JAVA_INT_UNALIGNED, EVENT_DATA_AT, socket);
        Linux.require("watch a socket", Linux.EPOLL_CTL, epoll, Linux.EPOLL_CTL_ADD, socket, interest);
    }

    private void run() {
        while (!closed) {
            int count = Linux.epollWait(epoll, events, MOST_EVENTS, lines == 0 ? IDLE_MILLIS : 0);
            if (count == 0) {
                send();
            }
            for (int i = 0; i < count; i++) {
                int socket = events.get(JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES + EVENT_DATA_AT);
                if (socket == listener) {
                    accept();
                } else {
                    read(bySocket[socket]);
                }
            }
        }
        members.forEach(member -> Linux.call(Linux.CLOSE, member.socket));
        Linux.call(Linux.CLOSE, listener);
        Linux.call(Linux.CLOSE, epoll);
    }

    // ---- Input.

    private void accept() {
        send(); // a new member must not get earlier lines
        int socket = Linux.call(Linux.ACCEPT, listener, MemorySegment.NULL, MemorySegment.NULL);
        while (socket >= 0) {
            var member = new Member(socket, ++arrivals, members.size());
            members.add(member);
            if (socket >= bySocket.length) {
                bySocket = Arrays.copyOf(bySocket, 2 * socket);
            }
            bySocket[socket] = member;
            watch(socket);
            MemorySegment.copy(WELCOME, 0, others, JAVA_BYTE, 0, WELCOME.length);
            send(member, others, WELCOME.length);
            socket = Linux.call(Linux.ACCEPT, listener, MemorySegment.NULL, MemorySegment.NULL);
        }
    }

    private void read(Member member) {
        int end = member.unfinished.length;
        MemorySegment.copy(member.unfinished, 0, in, JAVA_BYTE, 0, end);
        long count = Linux.recv(member.socket, in.address() + end, IN_BYTES - end);
        if (count <= 0) { // also if an endless line leaves no room
            leave(member);
            return;
        }
        int from = 0;
        for (int at = end; at < end + count; at++) {
            if (in.get(JAVA_BYTE, at) == '\n') {
                add(member, from, at + 1);
                from = at + 1;
            }
        }
        int rest = end + (int) count - from;
        member.unfinished = rest == 0 ? NOTHING : in.asSlice(from, rest).toArray(JAVA_BYTE);
    }

    private void leave(Member member) {
        send(); // the batch still has its lines
        var last = members.removeLast();
        if (last != member) {
            members.set(member.place, last);
            last.place = member.place;
        }
        Linux.call(Linux.CLOSE, member.socket);
    }

    private void add(Member member, int from, int to) {
        int at = lines == 0 ? 0 : ends[lines - 1];
        int bytes = member.nick.length + to - from;
        if (at + bytes > OUT_BYTES) {
            send();
            at = 0;
        }
        MemorySegment.copy(member.nick, 0, out, JAVA_BYTE, at, member.nick.length);
        MemorySegment.copy(in, from, out, at + member.nick.length, to - from);
        member.lastBatch = batches;
        senders[lines] = member;
        ends[lines++] = at + bytes;
        if (lines == senders.length) {
            send();
        }
    }

    // ---- Output.

    private void send() {
        if (lines == 0) {
            return;
        }
        int end = ends[lines - 1];
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            if (member.lastBatch == batches) {
                send(member, others, copyOthers(member));
            } else {
                send(member, out, end);
            }
        }
        deliveries.lazySet(deliveries.getPlain() + (long) lines * (members.size() - 1)); // not to the sender
        lines = 0;
        batches++;
    }

    /** Copies the others' lines and returns their length in bytes. */
    private int copyOthers(Member member) {
        int at = 0;
        int from = 0;
        for (int i = 0; i < lines; i++) {
            int bytes = ends[i] - from;
            if (senders[i] != member) {
                MemorySegment.copy(out, from, others, at, bytes);
                at += bytes;
            }
            from = ends[i];
        }
        return at;
    }

    /** Sends bytes to a member. A broken connection is detected by the next read. */
    private void send(Member member, MemorySegment from, int bytes) {
        long at = 0;
        while (at < bytes) { // a signal may end a send before its end
            long sent = Linux.send(member.socket, from.address() + at, bytes - at);
            if (sent < 0) {
                return;
            }
            at += sent;
            sends.lazySet(sends.getPlain() + 1);
            sentBytes.lazySet(sentBytes.getPlain() + sent);
        }
    }

    // ---- State.

    @Override
    public int port() {
        return port;
    }

    @Override
    public String threads() {
        return "1 thread, " + senders.length + (senders.length == 1 ? " line a send" : " lines a send");
    }

    /** Returns the number of successful calls of send(2), including welcomes. */
    public long sends() {
        return sends.get();
    }

    /** Returns the bytes that these calls have taken. */
    public long sentBytes() {
        return sentBytes.get();
    }

    /** Returns the number of lines times the members that each line was sent to. */
    public long deliveries() {
        return deliveries.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        arena.close();
    }
}
