package dev.muxbench.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest tells it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var jar = Main.class.getPackage().getImplementationVersion();
        return new String[] {"muxbench " + (jar == null ? "(not packaged)" : jar)};
    }
}
