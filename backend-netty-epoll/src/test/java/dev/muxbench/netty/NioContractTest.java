package dev.muxbench.netty;

class NioContractTest extends NettyContract {
    NioContractTest() {
        super(new NioProvider());
    }
}
