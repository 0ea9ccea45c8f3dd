package dev.muxbench.experiment;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A backend as it takes part in a run: once, or several times under different names.
 *
 * @param name    in tables and file names
 * @param backend that it is
 */
public record Contestant(String name, String backend) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

    /**
     * {@code backend} or {@code name=backend}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Contestant parse(String text) {
        int sign = text.indexOf('=');
        var name = text.substring(0, Math.max(sign, 0));
        if (sign >= 0 && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name: letters, digits, '.', '_' and '-', up to 40");
        }
        return sign < 0 ? new Contestant(text, text) : new Contestant(name, text.substring(sign + 1));
    }

    static List<String> names(List<Contestant> contestants) {
        return contestants.stream().map(Contestant::name).toList();
    }
}
