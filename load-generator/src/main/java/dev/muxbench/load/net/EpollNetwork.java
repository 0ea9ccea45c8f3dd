package dev.muxbench.load.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of Linux, and epoll(7) in its edge-triggered form: the kernel looks at a ready socket once for each event, where the
 * level-triggered form looks a second time after each read.
 *
 * <p>An edge is told once. A read that comes back short has emptied the socket, so the next bytes are a new edge; after any other
 * read the kernel is asked to tell again.
 */
final class EpollNetwork<A> implements Network<A> {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64"); // those whose constants Linux has
    private static final boolean PACKED =
            "amd64".equals(System.getProperty("os.arch")); // struct epoll_event, by the ABI of x86-64 only
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int EVENT_DATA_AT = PACKED ? 4 : 8;
    private static final int MOST_EVENTS = 1024;
    private static final int ALL_EVENTS = Linux.EPOLLIN | Linux.EPOLLOUT | Linux.EPOLLRDHUP | Linux.EPOLLET;
    private static final int ANY_END = Linux.EPOLLRDHUP | Linux.EPOLLHUP | Linux.EPOLLERR;

    private static final int MOST_DISCARDED = 1 << 30; // at once: nothing has to be put anywhere

    private static final int BPF_RETURN = 0x06; // BPF_RET | BPF_K

    private static final int ADDRESS_BYTES = 28; // struct sockaddr_in6
    private static final int IPV4_ADDRESS_BYTES = 16; // struct sockaddr_in
    private static final ValueLayout.OfShort NETWORK_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofAuto(); // the one whose segments cost a call nothing
    private final Linux linux = new Linux(arena);
    private final MemorySegment events = arena.allocate((long) MOST_EVENTS * EVENT_BYTES, 8);
    private final MemorySegment change = arena.allocate(EVENT_BYTES, 8);
    private final MemorySegment address = arena.allocate(ADDRESS_BYTES, 8);
    private final MemorySegment option = arena.allocate(Integer.BYTES, 8);
    private final MemorySegment optionSize = arena.allocate(Integer.BYTES, 8);
    private final MemorySegment dropAll = dropAll();
    private final MemorySegment lingerFor0 = lingerFor0();
    private final int epoll;
    private final List<@Nullable EpollConnection> connections = new ArrayList<>(); // by descriptor
    private int lastSerial;
    private MemorySegment place = MemorySegment.NULL; // that was read to last
    private byte @Nullable [] placeArray;
    private int placeAt;
    private boolean closed;

    EpollNetwork() throws IOException {
        epoll = linux.epollCreate();
        if (epoll < 0) {
            throw linux.failure("epoll_create1");
        }
    }

    static boolean isAvailable() {
        return System.getProperty("os.name").equals("Linux") && ARCHITECTURES.contains(System.getProperty("os.arch"));
    }

    /** A struct sock_fprog of one instruction: return 0, which is how many bytes of a packet are kept (classic BPF). */
    private MemorySegment dropAll() {
        var instruction = arena.allocate(8, 8); // struct sock_filter
        instruction.set(ValueLayout.JAVA_SHORT, 0, (short) BPF_RETURN);
        var program = arena.allocate(16, 8);
        program.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
        program.set(ValueLayout.ADDRESS, 8, instruction);
        return program;
    }

    /** A struct linger. */
    private MemorySegment lingerFor0() {
        var linger = arena.allocate(8, 8);
        linger.set(ValueLayout.JAVA_INT, 0, 1);
        return linger;
    }

    // ---- Connecting.

    @Override
    public Connection connect(InetSocketAddress target, @Nullable InetAddress source, int receiveBuffer, A attachment)
            throws IOException {
        boolean ipv4 = target.getAddress() instanceof Inet4Address;
        int socket = linux.socket(
                ipv4 ? Linux.AF_INET : Linux.AF_INET6, Linux.SOCK_STREAM | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC);
        require(socket >= 0, "socket");
        var connection = new EpollConnection(socket, ++lastSerial, attachment);
        add(connection);
        try {
            setOption(socket, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, 1);
            if (receiveBuffer != SYSTEM_BUFFER) {
                setOption(socket, Linux.SOL_SOCKET, Linux.SO_RCVBUF, receiveBuffer);
            }
            if (source != null) {
                // The port is chosen when the target is known, so that it has to be free for that one only.
                setOption(socket, Linux.IPPROTO_IP, Linux.IP_BIND_ADDRESS_NO_PORT, 1);
                require(linux.bind(socket, encode(new InetSocketAddress(source, 0))) == 0, "bind");
            }
            connection.connected = linux.connect(socket, encode(target)) == 0;
            require(connection.connected || linux.errno() == Linux.EINPROGRESS, "connect");
            connection.watch(Linux.EPOLL_CTL_ADD);
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private void setOption(int socket, int level, int name, int value) throws IOException {
        option.set(ValueLayout.JAVA_INT, 0, value);
        require(linux.setsockopt(socket, level, name, option) == 0, "setsockopt");
    }

    private void require(boolean done, String call) throws IOException {
        if (!done) {
            throw linux.failure(call);
        }
    }

    private void add(EpollConnection connection) {
        while (connections.size() <= connection.socket) {
            connections.add(null);
        }
        connections.set(connection.socket, connection);
    }

    /** A struct sockaddr_in or sockaddr_in6 (ip(7), ipv6(7)). */
    private MemorySegment encode(InetSocketAddress from) {
        var ip = from.getAddress();
        var bytes = MemorySegment.ofArray(ip.getAddress());
        address.fill((byte) 0);
        address.set(NETWORK_SHORT, 2, (short) from.getPort());
        if (ip instanceof Inet6Address ipv6) {
            address.set(ValueLayout.JAVA_SHORT, 0, (short) Linux.AF_INET6);
            MemorySegment.copy(bytes, 0, address, 8, 16);
            address.set(ValueLayout.JAVA_INT, 24, ipv6.getScopeId());
            return address;
        }
        address.set(ValueLayout.JAVA_SHORT, 0, (short) Linux.AF_INET);
        MemorySegment.copy(bytes, 0, address, 4, 4);
        return address.asSlice(0, IPV4_ADDRESS_BYTES);
    }

    // ---- Waiting.

    @Override
    public void select(long millis, Handler<? super A> handler) throws IOException {
        int count = linux.epollWait(epoll, events, MOST_EVENTS, (int) Math.min(millis, Integer.MAX_VALUE));
        if (count < 0 && linux.errno() != Linux.EINTR) {
            throw linux.failure("epoll_wait");
        }
        for (int i = 0; i < count; i++) {
            long event = (long) i * EVENT_BYTES;
            int flags = events.get(ValueLayout.JAVA_INT_UNALIGNED, event);
            long data = events.get(ValueLayout.JAVA_LONG_UNALIGNED, event + EVENT_DATA_AT);
            var connection = connections.get((int) data);
            if (connection != null && connection.serial == (int) (data >>> 32)) { // else it is closed by now
                connection.onEvent(flags, handler);
            }
        }
    }

    /** Returns the segment of a place. All reads to one place share it, because a segment is three objects. */
    @SuppressWarnings("ReferenceEquality") // another array is another place
    private MemorySegment place(byte[] array, int at, int size) {
        if (array != placeArray || at != placeAt || size != place.byteSize()) {
            place = MemorySegment.ofArray(array).asSlice(at, size);
            placeArray = array;
            placeAt = at;
        }
        return place;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (var connection : connections) {
            if (connection != null) {
                connection.close();
            }
        }
        linux.close(epoll);
    }

    private final class EpollConnection implements Connection {
        final int socket;
        final int serial; // tells it from another one that got the descriptor later
        private final A attachment;
        private boolean connected;
        private boolean blocked; // the last write was short
        private boolean paused; // the handler does not want to hear of bytes
        private boolean ended; // the peer has closed, or the connection is broken: to be found by reading on
        private boolean closed;

        EpollConnection(int socket, int serial, A attachment) {
            this.socket = socket;
            this.serial = serial;
            this.attachment = attachment;
        }

        /** Tells epoll what to watch. {@link Linux#EPOLL_CTL_MOD} makes epoll tell again what is ready now. */
        void watch(int operation) throws IOException {
            change.set(ValueLayout.JAVA_INT_UNALIGNED, 0, ALL_EVENTS);
            change.set(ValueLayout.JAVA_LONG_UNALIGNED, EVENT_DATA_AT, ((long) serial << 32) | socket);
            require(linux.epollCtl(epoll, operation, socket, change) == 0, "epoll_ctl");
        }

        void onEvent(int flags, Handler<? super A> handler) {
            if (!connected) {
                finishConnect(flags, handler);
                return;
            }
            ended |= (flags & ANY_END) != 0;
            if (blocked && (flags & (Linux.EPOLLOUT | ANY_END)) != 0) {
                blocked = false;
                handler.onWritable(attachment);
            }
            if ((flags & (Linux.EPOLLIN | ANY_END)) != 0 && !closed && !paused) {
                handler.onReadable(attachment);
            }
        }

        private void finishConnect(int flags, Handler<? super A> handler) {
            if ((flags & (Linux.EPOLLOUT | ANY_END)) == 0) {
                return;
            }
            if ((flags & (Linux.EPOLLERR | Linux.EPOLLHUP)) != 0) {
                try {
                    requireNoError();
                } catch (IOException e) {
                    handler.onConnected(attachment, e);
                    return;
                }
            }
            connected = true;
            handler.onConnected(attachment, null);
            if (!closed && (flags & ~Linux.EPOLLOUT) != 0) {
                onEvent(flags, handler); // the first bytes came with it
            }
        }

        private void requireNoError() throws IOException {
            optionSize.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
            require(linux.getsockopt(socket, Linux.SOL_SOCKET, Linux.SO_ERROR, option, optionSize) == 0, "getsockopt");
            int error = option.get(ValueLayout.JAVA_INT, 0);
            if (error != 0) {
                throw Linux.failure("connect", error);
            }
        }

        @Override
        public boolean isConnected() {
            return connected;
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            return onReceived(linux.recv(socket, place(into, at, most)), most);
        }

        @Override
        public int discard() throws IOException {
            return onReceived(linux.discard(socket, MOST_DISCARDED), MOST_DISCARDED);
        }

        @Override
        public void setLowWater(int bytes) throws IOException {
            setOption(socket, Linux.SOL_SOCKET, Linux.SO_RCVLOWAT, bytes);
        }

        private int onReceived(int count, int most) throws IOException {
            if (count > 0) {
                if (count == most || ended) {
                    watch(Linux.EPOLL_CTL_MOD);
                }
                return count;
            }
            if (count == 0) {
                return -1;
            }
            int errno = linux.errno();
            if (errno == Linux.EAGAIN) {
                return 0;
            }
            throw Linux.failure("recv", errno);
        }

        @Override
        public int write(byte[] from, int at, int count) throws IOException {
            int taken = linux.send(socket, MemorySegment.ofArray(from).asSlice(at, count));
            if (taken < 0) {
                int errno = linux.errno();
                if (errno != Linux.EAGAIN) {
                    throw Linux.failure("send", errno);
                }
                taken = 0;
            }
            blocked = taken < count;
            return taken;
        }

        @Override
        public void pauseReading() {
            paused = true; // its edges are told all the same: there are few, as the buffer is soon full
        }

        @Override
        public void resumeReading() throws IOException {
            paused = false;
            watch(Linux.EPOLL_CTL_MOD);
        }

        @Override
        public void silence() throws IOException {
            require(linux.setsockopt(socket, Linux.SOL_SOCKET, Linux.SO_ATTACH_FILTER, dropAll) == 0, "setsockopt");
        }

        @Override
        public void reset() {
            if (!closed) {
                // If that fails it ends in the usual way.
                var _ = linux.setsockopt(socket, Linux.SOL_SOCKET, Linux.SO_LINGER, lingerFor0);
                close();
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                connections.set(socket, null);
                linux.close(socket);
            }
        }
    }
}
