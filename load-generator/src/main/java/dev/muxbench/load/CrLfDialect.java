package dev.muxbench.load;

/**
 * What protocols have in common whose lines end with CR LF.
 *
 * <p>Threads: its worker's.
 */
abstract class CrLfDialect implements Dialect {
    static final int LINE_END = 2;

    private final int evenBytes;

    CrLfDialect(RunState state) {
        this.evenBytes = state.codec.evenBytes();
    }

    @Override
    public final int textAt(byte[] in, int from, int lf) {
        if (lf == from || in[lf - 1] != '\r') {
            return -1;
        }
        return evenBytes > 0 ? lf - 1 - evenBytes : findText(in, from, lf);
    }

    /** Where the text begins, whose length is not known, if the frame is a delivery; -1 if it cannot be one. */
    abstract int findText(byte[] in, int from, int lf);

    @Override
    public final int textEnd(int lf) {
        return lf - 1;
    }

    @Override
    public final int putEnd(byte[] out, int at) {
        out[at] = '\r';
        out[at + 1] = '\n';
        return at + LINE_END;
    }
}
