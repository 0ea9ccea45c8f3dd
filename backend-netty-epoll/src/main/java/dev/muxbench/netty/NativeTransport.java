package dev.muxbench.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Why a transport that needs native code does not work here, in words that a person can act on.
 *
 * @param backend   its name
 * @param system    {@code os.name}
 * @param processor {@code os.arch}
 * @param root      where {@code lib} and {@code proc} are
 */
record NativeTransport(String backend, String system, String processor, Path root) {
    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

    NativeTransport(String backend) {
        this(backend, System.getProperty("os.name"), System.getProperty("os.arch"), Path.of("/"));
    }

    /** The running kernel's name and version. */
    static String kernel() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    private boolean isKqueue() {
        return backend.contains("kqueue");
    }

    private boolean isIoUring() {
        return backend.contains("io_uring");
    }

    String explain(Throwable cause) {
        boolean linux = system.equals("Linux");
        if ((isKqueue() && linux) || system.startsWith("Windows")) {
            return isKqueue() ? "needs macOS or BSD" : "needs Linux";
        }
        if (!isKqueue() && !linux) {
            return "needs Linux";
        }
        if (!PROCESSORS.contains(processor)) {
            return "no native library for " + processor + ", only for x86_64 and aarch64; take nio";
        }
        var root = rootOf(cause);
        var message = String.valueOf(root.getMessage());
        if (isLibraryProblem(cause)) {
            return libraryReason(message);
        }
        return isIoUring() ? ioUringReason(message) : message;
    }

    private static Throwable rootOf(Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean isLibraryProblem(Throwable cause) {
        for (var c = cause; c != null; c = c.getCause()) {
            if (c instanceof LinkageError) {
                return true;
            }
        }
        return false;
    }

    private String libraryReason(String message) {
        if (message.contains("Operation not permitted") || message.contains("failed to map segment")) {
            return "the folder for temporary files does not allow native code (mounted noexec); set"
                    + " MUXBENCH_JAVA_OPTS=-Dio.netty.native.workdir=FOLDER to one that does";
        }
        if (isMusl()) {
            return "the native library is built for glibc, this system has musl; take nio, or an image with glibc";
        }
        return "the native library for " + system + " " + processor + " cannot be loaded: " + firstLine(message);
    }

    private boolean isMusl() {
        try (var loaders = Files.newDirectoryStream(root.resolve("lib"), "ld-musl-*")) {
            return loaders.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private String ioUringReason(String message) {
        switch (ioUringDisabled()) {
            case "1" -> {
                return "io_uring is switched off for this user (sysctl kernel.io_uring_disabled = 1);"
                        + " an administrator can set it to 0, or add the user to kernel.io_uring_group";
            }
            case "2" -> {
                return "io_uring is switched off (sysctl kernel.io_uring_disabled = 2); an administrator can set it to 0";
            }
            default -> {}
        }
        var lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("not permitted") || lower.contains("permission denied")) {
            return "the kernel refuses io_uring_setup: " + firstLine(message)
                    + "; in a container, its seccomp profile must allow io_uring";
        }
        if (lower.contains("not implemented")) {
            return "this kernel has no io_uring (" + kernel() + "; 5.10 or newer has it)";
        }
        if (lower.contains("cannot allocate memory")) {
            return "io_uring may lock too little memory; raise it with: ulimit -l unlimited";
        }
        return firstLine(message);
    }

    private String ioUringDisabled() {
        try {
            return Files.readString(root.resolve("proc/sys/kernel/io_uring_disabled"))
                    .strip();
        } catch (IOException e) {
            return "0";
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("no reason given");
    }
}
