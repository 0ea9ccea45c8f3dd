package dev.muxbench.core.protocol;

/**
 * Tells telnet's commands (RFC 854, RFC 885, RFC 1184) from data, byte by byte.
 *
 * <p>IAC never begins a sequence of well-formed UTF-8, so no text is taken for a command. A sub-negotiation ends at IAC SE or
 * after {@value #LONGEST_SUBNEGOTIATION} bytes. IAC before a byte that begins no command is data.
 *
 * <p>Threads: the connection's.
 */
final class Telnet {
    /** The meaning of a byte. */
    enum Meaning {
        DATA,
        /** Part of a command. */
        COMMAND,
        /** The end of DO TIMING-MARK (RFC 860), after which telnet shows nothing before it has the answer. */
        TIMING_MARK,
        /** The IAC before this byte was data, and this byte is to be looked at again. */
        IAC_WAS_DATA
    }

    private enum State {
        DATA,
        COMMAND,
        OPTION,
        DO_OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    static final byte IAC = (byte) 0xFF;

    private static final byte DONT = (byte) 0xFE;
    private static final byte DO = (byte) 0xFD;
    private static final byte WONT = (byte) 0xFC;
    private static final byte WILL = (byte) 0xFB;
    private static final byte SB = (byte) 0xFA;
    private static final byte SE = (byte) 0xF0;
    private static final byte EOF = (byte) 0xEC; // the lowest command
    private static final byte TIMING_MARK = 6;
    private static final int LONGEST_SUBNEGOTIATION = 64;

    private State state = State.DATA;
    private int subnegotiationBytes;

    /** Returns whether a command has begun, and its end has not come. */
    boolean isInCommand() {
        return state != State.DATA;
    }

    /** The next byte of the input. */
    Meaning take(byte next) {
        return switch (state) {
            case DATA -> {
                if (next != IAC) {
                    yield Meaning.DATA;
                }
                state = State.COMMAND;
                yield Meaning.COMMAND;
            }
            case COMMAND -> takeCommand(next);
            case OPTION -> end(Meaning.COMMAND);
            case DO_OPTION -> end(next == TIMING_MARK ? Meaning.TIMING_MARK : Meaning.COMMAND);
            case SUBNEGOTIATION, SUBNEGOTIATION_COMMAND -> takeSubnegotiation(next);
        };
    }

    private Meaning end(Meaning meaning) {
        state = State.DATA;
        return meaning;
    }

    /** The byte after IAC. */
    private Meaning takeCommand(byte command) {
        switch (command) {
            case IAC -> {
                return end(Meaning.DATA);
            }
            case DO -> state = State.DO_OPTION;
            case WILL, WONT, DONT -> state = State.OPTION;
            case SB -> {
                state = State.SUBNEGOTIATION;
                subnegotiationBytes = 0;
            }
            default -> {
                return end((command & 0xFF) >= (EOF & 0xFF) ? Meaning.COMMAND : Meaning.IAC_WAS_DATA);
            }
        }
        return Meaning.COMMAND;
    }

    private Meaning takeSubnegotiation(byte next) {
        boolean ends = state == State.SUBNEGOTIATION_COMMAND && next == SE;
        if (ends || ++subnegotiationBytes >= LONGEST_SUBNEGOTIATION) {
            state = State.DATA;
        } else if (state == State.SUBNEGOTIATION && next == IAC) {
            state = State.SUBNEGOTIATION_COMMAND;
        } else {
            state = State.SUBNEGOTIATION;
        }
        return Meaning.COMMAND;
    }

    /** The peer sends nothing more: a command without its end is left out. */
    void endOfInput() {
        state = State.DATA;
    }
}
