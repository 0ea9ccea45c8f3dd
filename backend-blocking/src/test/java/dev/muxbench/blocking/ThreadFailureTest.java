package dev.muxbench.blocking;

import dev.muxbench.testkit.FailureContract;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A failure in a thread that all connections share is told as well. */
class ThreadFailureTest {
    @ParameterizedTest
    @CsvSource({"openLoop, -acceptor", "runTurn, -ticker"})
    void onVirtualThreads(String call, String thread) throws IOException {
        FailureContract.assertToldOnce(new VirtualThreadsProvider(), call, thread);
    }

    @ParameterizedTest
    @CsvSource({"openLoop, -acceptor", "runTurn, -ticker"})
    void onPlatformThreads(String call, String thread) throws IOException {
        FailureContract.assertToldOnce(new PlatformThreadsProvider(), call, thread);
    }
}
