package dev.muxbench.blocking;

import dev.muxbench.testkit.BackendContract;

class PlatformThreadsContractTest extends BackendContract {
    PlatformThreadsContractTest() {
        super(new PlatformThreadsProvider());
    }
}
