package dev.muxbench.netty;

import dev.muxbench.testkit.BackendContract;

class NioContractTest extends BackendContract {
    NioContractTest() {
        super(new NioProvider());
    }
}
