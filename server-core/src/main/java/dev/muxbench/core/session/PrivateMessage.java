package dev.muxbench.core.session;

import dev.muxbench.core.loop.Inbox;
import java.nio.ByteBuffer;

/** A line for one client, on its way to that client's loop. */
final class PrivateMessage extends Inbox.Entry {
    private final Session recipient;
    private final ByteBuffer line;

    private PrivateMessage(Session recipient, ByteBuffer line) {
        this.recipient = recipient;
        this.line = line;
    }

    /** Sends a line. Returns false if too much waits for the recipient already. Any thread. */
    static boolean send(Session recipient, byte[] line) {
        var message = new PrivateMessage(recipient, ByteBuffer.wrap(line));
        boolean offered = recipient.output().offerPrivately(message.line);
        if (offered) {
            recipient.loop().deliver(message);
        }
        return offered;
    }

    @Override
    protected void open() {
        recipient.receivePrivate(line);
    }
}
