package dev.muxbench.netty;

class IoUringContractTest extends NettyContract {
    IoUringContractTest() {
        super(new IoUringProvider());
    }
}
