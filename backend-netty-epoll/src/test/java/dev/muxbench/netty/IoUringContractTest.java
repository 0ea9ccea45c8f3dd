package dev.muxbench.netty;

import dev.muxbench.testkit.BackendContract;

class IoUringContractTest extends BackendContract {
    IoUringContractTest() {
        super(new IoUringProvider());
    }
}
