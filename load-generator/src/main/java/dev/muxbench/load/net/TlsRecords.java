package dev.muxbench.load.net;

import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * A client's TLS on a wire, by the JDK's engine: the handshake, then records in both directions. The server has a class of its own for
 * that, because a fault in a shared one could cancel out.
 *
 * <p>Threads: the network's.
 */
final class TlsRecords {
    final TlsInput input;
    final TlsOutput output;
    private final SSLEngine engine;

    /** @param engine whose handshake has begun */
    TlsRecords(SSLEngine engine, Connection wire, TlsScratch scratch) {
        this.engine = engine;
        this.output = new TlsOutput(engine, wire, scratch);
        this.input = new TlsInput(engine, wire, scratch, output);
    }

    /**
     * Goes on with the handshake.
     *
     * @return whether it is done; else the wire has to be ready first
     * @throws IOException if there will be none; the peer has been told why, as far as the wire takes that
     */
    boolean shakeHands() throws IOException {
        try {
            while (output.flush()) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> output.answer();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (!input.openHandshake()) {
                            return false;
                        }
                    }
                    case FINISHED, NOT_HANDSHAKING -> {
                        return true;
                    }
                }
            }
            return false;
        } catch (SSLException e) {
            sayWhy();
            throw e;
        }
    }

    private void runTasks() {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }

    /** The engine has an alert for the peer, which may not hear it. */
    private void sayWhy() {
        try {
            output.end();
        } catch (IOException e) {
            // There is an end all the same.
        }
    }
}
