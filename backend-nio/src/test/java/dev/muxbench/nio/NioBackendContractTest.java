package dev.muxbench.nio;

import dev.muxbench.testkit.BackendContract;

class NioBackendContractTest extends BackendContract {
    NioBackendContractTest() {
        super(new NioBackendProvider());
    }
}
