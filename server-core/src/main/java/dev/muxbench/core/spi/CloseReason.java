package dev.muxbench.core.spi;

/** Why a connection was closed; counted and logged under {@link #label()}. */
public enum CloseReason {
    /** The client closed its side, or sent {@code /quit}. */
    CLIENT_LEFT("client left"),
    /** The client was behind while most of its room was not, or it left its replies or its goodbye unread. */
    SLOW_CONSUMER("slow consumer"),
    /** The client was behind in a room in which nobody who was behind made any progress. */
    STANDSTILL("standstill"),
    /** The client kept most of the logs' memory and made no progress while that ran short. */
    LOG_MEMORY("log memory"),
    /** {@code --max-clients} was reached when it connected. */
    SERVER_FULL("server full"),
    /** {@code --max-clients-per-ip} was reached when it connected. */
    ADDRESS_FULL("address full"),
    /** The client had sent nothing for {@code --idle-timeout}. */
    IDLE("idle"),
    /** All numbers for a first nick were given, and the relay had no more. */
    NO_NUMBER_LEFT("no number left"),
    /** Lines of other servers were lost for this one's clients. */
    RELAY_GAP("relay gap"),
    /** The server is shutting down. */
    SERVER_STOPPING("server stopping"),
    /** The connection began with a PROXY protocol header, which this server does not read. */
    PROXY_HEADER("PROXY header"),
    /** TLS failed: no or a wrong handshake, or something else than records after it. */
    TLS_FAILED("TLS failed"),
    /** The connection was reset, or reading or writing failed. */
    IO_ERROR("I/O error");

    private final String label;

    CloseReason(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
