package dev.muxbench.netty;

import dev.muxbench.testkit.BackendContract;

class EpollContractTest extends BackendContract {
    EpollContractTest() {
        super(new EpollProvider());
    }
}
