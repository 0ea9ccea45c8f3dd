package dev.muxbench.results;

import java.math.BigDecimal;

/**
 * One of several values that a scenario gives to an option of the load, beside its numbers of clients.
 *
 * @param option name of the option, without hyphens, such as {@code rate}
 * @param value  in the option's unit
 */
public record Point(String option, double value) {
    /** Returns the point for people: {@code rate 25}. */
    @Override
    public String toString() {
        return option + " " + number();
    }

    /** The value, as short as it can be written. */
    public String number() {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
