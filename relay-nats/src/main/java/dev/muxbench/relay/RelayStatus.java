package dev.muxbench.relay;

/**
 * The state of a relay at one moment.
 *
 * @param obstacle     why this server is not joined with the others now; empty if it is joined
 * @param servers      number of other servers that are present
 * @param waitingBytes bytes of lines said here that are not known to be in the stream
 * @param heldRooms    rooms whose own senders wait for other servers or for the stream
 * @param overRooms    rooms whose members here are behind, so that other servers' senders wait
 * @param lagMessages  messages of the stream that are not read here yet; -1 if unknown
 */
public record RelayStatus(
        String obstacle, int servers, long waitingBytes, int heldRooms, int overRooms, long lagMessages) {
    public boolean isJoined() {
        return obstacle.isEmpty();
    }
}
