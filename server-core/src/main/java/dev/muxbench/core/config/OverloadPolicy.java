package dev.muxbench.core.config;

/** What the server does when members of a room do not read as fast as others send. */
public enum OverloadPolicy {
    /** The senders wait, and nothing is lost; only a minority that is slow is closed, after a time. */
    PUSHBACK,
    /** Nobody waits: a member that is too far behind is closed at once, as message brokers do. */
    DISCONNECT
}
