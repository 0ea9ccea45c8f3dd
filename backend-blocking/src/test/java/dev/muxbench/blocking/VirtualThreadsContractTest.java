package dev.muxbench.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muxbench.testkit.BackendContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract; and no virtual thread keeps its carrier while it waits. */
class VirtualThreadsContractTest extends BackendContract {
    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static Recording recording = new Recording(); // a new one when failed tests run again

    VirtualThreadsContractTest() {
        super(new VirtualThreadsProvider());
    }

    @BeforeAll
    static void record() {
        recording = new Recording();
        recording.enable(PINNED).withStackTrace().withThreshold(Duration.ofMillis(1));
        recording.start();
    }

    @AfterAll
    static void noThreadWasPinned(@TempDir Path folder) throws IOException {
        var file = folder.resolve("pinned.jfr");
        recording.stop();
        recording.dump(file);
        recording.close();
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals(PINNED))
                .filteredOn(event -> !isFirstUse(event) && !isLockOfTheJdk(event))
                .isEmpty();
    }

    /**
     * A class that is just loaded or initialized, or a call site linked: once in a JVM's life, and not to be had without. Nothing in
     * these modules is synchronized, so a monitor that is contended right in a method of theirs is a class loader's.
     */
    private static boolean isFirstUse(RecordedEvent event) {
        return String.valueOf(event.getString("pinnedReason")).startsWith("Waited for initialization of")
                || ("Contended monitor enter".equals(event.getString("blockingOperation"))
                        && topType(event).startsWith("dev.muxbench."))
                || event.getStackTrace().getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName())
                        .anyMatch(type ->
                                type.endsWith("ClassLoader") || type.equals("java.lang.invoke.MethodHandleNatives"));
    }

    /** One of the JDK's own, which all handshakes share for a moment, or all that wait for sockets. */
    private static boolean isLockOfTheJdk(RecordedEvent event) {
        return "Contended monitor enter".equals(event.getString("blockingOperation"))
                && !topType(event).startsWith("dev.muxbench.");
    }

    private static String topType(RecordedEvent event) {
        return event.getStackTrace()
                .getFrames()
                .getFirst()
                .getMethod()
                .getType()
                .getName();
    }
}
