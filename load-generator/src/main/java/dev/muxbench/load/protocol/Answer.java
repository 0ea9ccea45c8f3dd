package dev.muxbench.load.protocol;

import dev.muxbench.load.text.Lines;

/**
 * What a client does about a frame that comes before it is in its room.
 *
 * @param says    at once
 * @param greeted whether the server has greeted it by now
 * @param in      whether it is in: from here on it receives its room's lines
 */
public record Answer(byte[] says, boolean greeted, boolean in) {
    private static final byte[] NOTHING = {};

    /** The frame changes nothing. */
    public static final Answer NONE = new Answer(NOTHING, false, false);

    public static final Answer GREETED = new Answer(NOTHING, true, false);
    public static final Answer IN = new Answer(NOTHING, true, true);

    /** The server has greeted it, and it asks for its room. */
    public static Answer ask(String ascii) {
        return new Answer(Lines.ascii(ascii), true, false);
    }

    /** It says what it has to, and nothing else changes. */
    public static Answer say(byte[] bytes) {
        return new Answer(bytes, false, false);
    }
}
