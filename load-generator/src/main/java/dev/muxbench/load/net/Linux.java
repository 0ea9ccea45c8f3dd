package dev.muxbench.load.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.BindException;

/**
 * The system calls that {@link EpollNetwork} makes, and the constants of Linux on x86-64 and AArch64 (asm-generic).
 *
 * <p>A call returns what the kernel returns: -1 for a failure, whose number {@link #errno()} has.
 *
 * <p>Threads: one per instance, as it holds the error number of the last call.
 */
@SuppressWarnings("restricted") // calls of native code; the launcher allows them
final class Linux {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_STREAM = 1;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int SO_RCVBUF = 8;
    static final int SO_RCVLOWAT = 18;
    static final int SO_LINGER = 13;
    static final int SO_ATTACH_FILTER = 26;
    static final int IPPROTO_IP = 0;
    static final int IPPROTO_TCP = 6;
    static final int IP_BIND_ADDRESS_NO_PORT = 24;
    static final int TCP_NODELAY = 1;
    static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_TRUNC = 0x20;

    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_MOD = 3;
    static final int EPOLLIN = 0x1;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLERR = 0x8;
    static final int EPOLLHUP = 0x10;
    static final int EPOLLRDHUP = 0x2000;
    static final int EPOLLET = 1 << 31;

    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EINPROGRESS = 115;
    private static final int EADDRINUSE = 98;
    private static final int EADDRNOTAVAIL = 99;

    private static final int LONGEST_MESSAGE = 256;
    private static final VarHandle ERRNO = Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"))
            .withInvokeExactBehavior();

    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle RECV = briefCall("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = briefCall("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SCHED_SETAFFINITY =
            call("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle EPOLL_CREATE1 = call("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL = call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT = function(
            "epoll_wait",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT)); // leaves no object behind
    private static final MethodHandle EPOLL_WAIT_OR_ERRNO =
            call("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle STRERROR = function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private final MemorySegment state;

    /** @param arena for as long as calls are made */
    Linux(Arena arena) {
        state = arena.allocate(Linker.Option.captureStateLayout());
    }

    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... parameters) {
        return function(name, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
    }

    /** One that does not wait: the thread stays in Java, a garbage collection waits for it, and arrays may be handed over. */
    private static MethodHandle briefCall(String name, MemoryLayout result, MemoryLayout... parameters) {
        return function(
                name,
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"),
                Linker.Option.critical(true));
    }

    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }

    /** Number of the last failure. */
    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    /** The last failure, in the system's words. */
    IOException failure(String call) {
        return failure(call, errno());
    }

    /** Returns the exception for an error number, of the type that the JDK uses for it. */
    static IOException failure(String call, int errno) {
        try {
            var text = (MemorySegment) STRERROR.invokeExact(errno);
            var message = text.reinterpret(LONGEST_MESSAGE).getString(0) + " (" + call + ")";
            return errno == EADDRNOTAVAIL || errno == EADDRINUSE
                    ? new BindException(message)
                    : new IOException(message);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int socket(int family, int type) {
        try {
            return (int) SOCKET.invokeExact(state, family, type, 0);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int setsockopt(int socket, int level, int option, MemorySegment value) {
        try {
            return (int) SETSOCKOPT.invokeExact(state, socket, level, option, value, (int) value.byteSize());
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** @param size of the value, in and out */
    int getsockopt(int socket, int level, int option, MemorySegment value, MemorySegment size) {
        try {
            return (int) GETSOCKOPT.invokeExact(state, socket, level, option, value, size);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int bind(int socket, MemorySegment address) {
        try {
            return (int) BIND.invokeExact(state, socket, address, (int) address.byteSize());
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int connect(int socket, MemorySegment address) {
        try {
            return (int) CONNECT.invokeExact(state, socket, address, (int) address.byteSize());
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int close(int descriptor) {
        try {
            return (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int recv(int socket, MemorySegment into) {
        try {
            return (int) (long) RECV.invokeExact(state, socket, into, into.byteSize(), 0);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Drops up to so many bytes. */
    int discard(int socket, int most) {
        try {
            return (int) (long) RECV.invokeExact(state, socket, MemorySegment.NULL, (long) most, MSG_TRUNC);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int send(int socket, MemorySegment bytes) {
        try {
            return (int) (long) SEND.invokeExact(state, socket, bytes, bytes.byteSize(), MSG_NOSIGNAL);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Sets the CPUs of this thread. Returns 0, or -1 on failure. */
    int setAffinity(MemorySegment mask) {
        try {
            return (int) SCHED_SETAFFINITY.invokeExact(state, 0, mask.byteSize(), mask);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int epollCreate() {
        try {
            return (int) EPOLL_CREATE1.invokeExact(state, EPOLL_CLOEXEC);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int epollCtl(int epoll, int operation, int descriptor, MemorySegment event) {
        try {
            return (int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, event);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** What fails is done again, without waiting, to learn why. */
    int epollWait(int epoll, MemorySegment events, int most, int millis) {
        try {
            int count = (int) EPOLL_WAIT.invokeExact(epoll, events, most, millis);
            return count >= 0 ? count : (int) EPOLL_WAIT_OR_ERRNO.invokeExact(state, epoll, events, most, 0);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** A method handle of the linker throws only what is wrong with its arguments. */
    private static AssertionError impossible(Throwable cause) {
        return new AssertionError(cause);
    }
}
