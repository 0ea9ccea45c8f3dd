package dev.muxbench.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each reason for which a transport does not work is one that a person can act on. */
class NativeTransportTest {
    @TempDir
    private Path root = Path.of("");

    private String explain(String backend, String system, String processor, Throwable cause) {
        return new NativeTransport(backend, system, processor, root).explain(cause);
    }

    private void write(String file, String content) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static Throwable missing(String message) {
        return new IllegalStateException("not available", new UnsatisfiedLinkError(message));
    }

    @ParameterizedTest
    @CsvSource({
        "netty-kqueue, Linux, needs macOS or BSD",
        "netty-epoll, Mac OS X, needs Linux",
        "netty-io_uring, Mac OS X, needs Linux",
        "netty-kqueue, Windows 11, needs macOS or BSD",
        "netty-epoll, Windows 11, needs Linux"
    })
    void theSystemIsAnotherOne(String backend, String system, String reason) {
        assertThat(explain(backend, system, "amd64", missing("x"))).isEqualTo(reason);
    }

    @Test
    void theProcessorIsAnotherOne() {
        assertThat(explain("netty-epoll", "Linux", "riscv64", missing("x")))
                .startsWith("no native library for riscv64")
                .endsWith("take nio");
    }

    @Test
    void theLibraryIsNotForMusl() throws IOException {
        write("lib/ld-musl-x86_64.so.1", "");
        assertThat(explain("netty-epoll", "Linux", "amd64", missing("ld-linux-x86-64.so.2: no such file")))
                .contains("musl")
                .contains("take nio");
    }

    @Test
    void theLibraryIsMissing() {
        assertThat(explain(
                        "netty-epoll",
                        "Linux",
                        "amd64",
                        missing("no netty_transport_native_epoll in java.library.path")))
                .contains("Linux amd64")
                .contains("no netty_transport_native_epoll in java.library.path");
    }

    @Test
    void temporaryFilesMustNotHoldNativeCode() {
        assertThat(explain(
                        "netty-epoll",
                        "Linux",
                        "amd64",
                        missing("/tmp/x.so: failed to map segment from shared object")))
                .contains("noexec")
                .contains("io.netty.native.workdir");
    }

    @ParameterizedTest
    @CsvSource({"1, io_uring_group", "2, set it to 0"})
    void ioUringIsSwitchedOff(String value, String advice) throws IOException {
        write("proc/sys/kernel/io_uring_disabled", value + "\n");
        assertThat(explain("netty-io_uring", "Linux", "amd64", new RuntimeException("Operation not permitted")))
                .contains("kernel.io_uring_disabled = " + value)
                .contains(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "failed to create io_uring ring fd: Operation not permitted, seccomp",
        "failed to create io_uring ring fd: Function not implemented, 5.10 or newer",
        "failed to create io_uring ring fd: Cannot allocate memory, ulimit -l"
    })
    void theKernelRefusesIoUring(String message, String advice) throws IOException {
        write("proc/sys/kernel/io_uring_disabled", "0\n");
        assertThat(explain("netty-io_uring", "Linux", "amd64", new RuntimeException(message)))
                .contains(advice);
    }
}
