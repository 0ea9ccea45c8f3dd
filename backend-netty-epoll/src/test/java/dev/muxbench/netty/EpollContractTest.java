package dev.muxbench.netty;

class EpollContractTest extends NettyContract {
    EpollContractTest() {
        super(new EpollProvider());
    }
}
