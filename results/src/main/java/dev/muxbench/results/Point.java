package dev.muxbench.results;

import java.math.BigDecimal;

/**
 * One of the values that a scenario gives to a swept option of the load, beside the numbers of clients.
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

    /** Returns the value without trailing zeros. */
    public String number() {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
