package dev.muxbench.netty;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** send(2) with {@code MSG_DONTWAIT}, on Linux: it does not wait on a blocking descriptor either, and Netty has none such. */
final class SendWithoutWaiting {
    private static final int FLAGS = 0x40 | 0x4000; // MSG_DONTWAIT, MSG_NOSIGNAL: asm-generic, for x86-64 and AArch64
    private static final MethodHandle SEND = send();

    private SendWithoutWaiting() {}

    @SuppressWarnings("restricted") // a call of native code; the launcher allows it
    private static MethodHandle send() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("send"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    /**
     * @param bytes of direct memory; their position is left as it is
     * @return how many of them the kernel has taken; 0 also where the connection has failed, as the next write will tell
     */
    static int send(int socket, ByteBuffer bytes) {
        try {
            long sent = (long) SEND.invokeExact(socket, MemorySegment.ofBuffer(bytes), (long) bytes.remaining(), FLAGS);
            return (int) Math.max(0, sent);
        } catch (Throwable e) {
            throw new AssertionError("send throws nothing", e);
        }
    }
}
