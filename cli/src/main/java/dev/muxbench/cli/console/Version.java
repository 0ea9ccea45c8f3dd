package dev.muxbench.cli.console;

import java.util.regex.Pattern;
import picocli.CommandLine.IVersionProvider;

/** The version and the commit it was built from, as the jar's manifest names them: {@code 0.2.0+83c1f2e}. */
public final class Version implements IVersionProvider {
    /** A commit that a build outside of a clone leaves unresolved, because Maven finds no value for it. */
    private static final Pattern NO_COMMIT = Pattern.compile("\\+\\$\\{.*");

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /** Name and version of this program. */
    public static String text() {
        var jar = Version.class.getPackage().getImplementationVersion();
        return "muxbench "
                + (jar == null ? "(not packaged)" : NO_COMMIT.matcher(jar).replaceFirst(""));
    }
}
