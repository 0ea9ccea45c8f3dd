package dev.muxbench.load.protocol;

/**
 * What protocols have in common whose lines end with CR LF.
 *
 * <p>Threads: its worker's.
 */
abstract class CrLfDialect implements Dialect {
    static final int LINE_END = 2;

    private final int textBytes; // or 0

    CrLfDialect(DialectContext context) {
        this.textBytes = context.textBytes();
    }

    @Override
    public final int textAt(byte[] in, int from, int lf) {
        if (lf == from || in[lf - 1] != '\r') {
            return -1;
        }
        return textBytes > 0 ? lf - 1 - textBytes : findText(in, from, lf);
    }

    /** Returns where the text begins, whose length is not known, if the frame is a delivery; -1 if it cannot be one. */
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
