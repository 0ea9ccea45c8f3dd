package dev.muxbench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * System calls of Linux on x86-64 and AArch64. Each returns the C library's result, -1 for a failure. Calls that are
 * made for each delivery take memory as an address, so that they allocate nothing in the heap.
 *
 * <p>Threads: any.
 */
@SuppressWarnings("restricted") // calls of native code; the launcher allows them
final class Linux {
    static final int AF_INET = 2;
    static final int SOCK_STREAM = 1;
    static final int SOCK_NONBLOCK = 0x800;
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLLIN = 1;
    private static final int MSG_NOSIGNAL = 0x4000;

    static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle SETSOCKOPT = function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle BIND = function("bind", JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle LISTEN = function("listen", JAVA_INT, JAVA_INT);
    static final MethodHandle GETSOCKNAME = function("getsockname", JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle ACCEPT = function("accept", JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle CLOSE = function("close", JAVA_INT);
    static final MethodHandle EPOLL_CREATE = function("epoll_create1", JAVA_INT);
    static final MethodHandle EPOLL_CTL = function("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT = function("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECV = transfer("recv");
    private static final MethodHandle SEND = transfer("send");

    private Linux() {}

    private static MethodHandle function(String name, MemoryLayout... parameters) {
        return function(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    /** Returns a function with the parameters socket, address, bytes and flags. */
    private static MethodHandle transfer(String name) {
        return function(name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }

    /** Makes a call by a slow way, for calls that are made at most once for each connection. */
    static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Makes a call that must succeed; throws if it fails. */
    static int require(String what, MethodHandle function, Object... arguments) {
        int result = call(function, arguments);
        if (result < 0) {
            throw new IllegalStateException("the system refuses to " + what);
        }
        return result;
    }

    static int epollWait(int epoll, MemorySegment events, int most, int millis) {
        try {
            return (int) EPOLL_WAIT.invokeExact(epoll, events.address(), most, millis);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long recv(int socket, long address, long most) {
        try {
            return (long) RECV.invokeExact(socket, address, most, 0);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long send(int socket, long address, long bytes) {
        try {
            return (long) SEND.invokeExact(socket, address, bytes, MSG_NOSIGNAL);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Wraps an exception of the linker's method handle, which only throws for wrong arguments. */
    private static AssertionError impossible(Throwable cause) {
        return new AssertionError(cause);
    }
}
