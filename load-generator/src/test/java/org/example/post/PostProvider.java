package org.example.post;

import dev.muxbench.load.protocol.Protocol;
import dev.muxbench.load.protocol.ProtocolProvider;
import java.util.List;

/** A protocol of one's own. See docs/write-a-dialect.md. */
public final class PostProvider implements ProtocolProvider {
    @Override
    public List<Protocol> protocols() {
        return List.of(new Protocol(
                "post",
                PostDialect.SERVER,
                7712,
                PostDialect.MOST_TEXT_BYTES,
                false, // nobody receives its own lines
                true, // the server relays one line after the other
                false, // it asks its members whether they live
                PostDialect::new));
    }
}
