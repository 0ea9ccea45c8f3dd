package dev.muxbench.blocking;

import dev.muxbench.testkit.BackendContract;

class VirtualThreadsContractTest extends BackendContract {
    VirtualThreadsContractTest() {
        super(new VirtualThreadsProvider());
    }
}
