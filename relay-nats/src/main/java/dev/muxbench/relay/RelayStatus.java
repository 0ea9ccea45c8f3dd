package dev.muxbench.relay;

/**
 * A relay at one moment.
 *
 * @param obstacle     why this server is not joined with the others now; empty if it is
 * @param servers      others that are there
 * @param waitingBytes said here and not known to be in the stream
 * @param heldRooms    rooms whose senders wait for other servers or for the stream
 * @param overRooms    rooms whose members here are behind, which other servers' senders wait for
 * @param lagMessages  of the stream that are not read here yet; -1 if that is not known
 */
public record RelayStatus(
        String obstacle, int servers, long waitingBytes, int heldRooms, int overRooms, long lagMessages) {
    public boolean isJoined() {
        return obstacle.isEmpty();
    }
}
