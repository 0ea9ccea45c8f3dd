package dev.muxbench.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest tells it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /** Name and version of this program. */
    static String text() {
        var jar = Main.class.getPackage().getImplementationVersion();
        return "muxbench " + (jar == null ? "(not packaged)" : jar);
    }
}
