package com.example;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The same backend, a little slower: after each write it burns a share of the time that the write took. A comparison of the two has to
 * find that.
 */
public final class BurningBackend extends ExampleBackend {
    private static final double SHARE = 0.15; // writes are about two thirds of what a delivery costs

    @Override
    public String name() {
        return "burning";
    }

    @Override
    protected int send(SocketChannel channel, ByteBuffer[] runs, int count) throws IOException {
        long start = System.nanoTime();
        int sent = super.send(channel, runs, count);
        long end = System.nanoTime();
        long enough = end + Math.round(SHARE * (end - start));
        while (System.nanoTime() < enough) {
            Thread.onSpinWait();
        }
        return sent;
    }
}
