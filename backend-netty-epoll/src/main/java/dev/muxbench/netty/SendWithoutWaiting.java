package dev.muxbench.netty;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** sendmsg(2) with {@code MSG_DONTWAIT}, on Linux: it does not wait on a blocking descriptor either, and Netty has none such. */
final class SendWithoutWaiting {
    private static final int FLAGS = 0x40 | 0x4000; // MSG_DONTWAIT, MSG_NOSIGNAL: asm-generic, for x86-64 and AArch64
    private static final MethodHandle SENDMSG = sendmsg();

    private SendWithoutWaiting() {}

    @SuppressWarnings("restricted") // a call of native code; the launcher allows it
    private static MethodHandle sendmsg() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("sendmsg"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    }

    /**
     * @param message a struct msghdr
     * @return how many of its bytes the kernel has taken; 0 also where the connection has failed, as the next write will tell
     */
    static int send(int socket, MemorySegment message) {
        try {
            long sent = (long) SENDMSG.invokeExact(socket, message, FLAGS);
            return (int) Math.max(0, sent);
        } catch (Throwable e) {
            throw new AssertionError("sendmsg throws nothing", e);
        }
    }
}
