package dev.muxbench.testkit;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a simulated connection.
 *
 * @param address what the server sees of it; null if it had gone before that
 * @param window  bytes that it can be sent and has not read
 * @param steady  takes everything at once
 * @param polite  may end its side as soon as the server has ended its own
 */
record SimulatedPeer(@Nullable InetSocketAddress address, int window, boolean steady, boolean polite) {}
