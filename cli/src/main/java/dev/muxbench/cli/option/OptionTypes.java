package dev.muxbench.cli.option;

import java.time.Duration;
import picocli.CommandLine;

/** Teaches a command line to read the types of this package. Threads: any. */
public final class OptionTypes {
    private OptionTypes() {}

    /** Returns the same command line. */
    public static CommandLine addTo(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Percentage.class, Percentage::parse)
                .registerConverter(ByteSize.class, ByteSize::parse)
                .registerConverter(ClientCount.class, ClientCount::parse)
                .registerConverter(Rate.class, Rate::parse)
                .registerConverter(Burst.class, Burst::parse)
                .registerConverter(OptionalFile.class, OptionalFile::parse)
                .registerConverter(Objectives.class, Objectives::parse)
                .registerConverter(AdminAddress.class, AdminAddress::parse)
                .registerConverter(Duration.class, Durations::parse);
    }
}
