package dev.muxbench.cli.load.parts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.muxbench.load.judge.LoadReport;
import dev.muxbench.load.plan.LoadPlan;
import dev.muxbench.load.plan.Part;
import dev.muxbench.load.record.Interval;
import dev.muxbench.load.record.LoadListener;
import dev.muxbench.load.record.LoadStatus;

/** A message of a process that does a part of a load to the process that has started it: a line of JSON on standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "message")
@JsonSubTypes({
    @JsonSubTypes.Type(PartMessage.Connecting.class),
    @JsonSubTypes.Type(PartMessage.Standing.class),
    @JsonSubTypes.Type(PartMessage.Elapsed.class),
    @JsonSubTypes.Type(PartMessage.Draining.class),
    @JsonSubTypes.Type(PartMessage.Done.class),
    @JsonSubTypes.Type(PartMessage.Failed.class)
})
public sealed interface PartMessage {
    /** As {@link LoadListener#onConnecting}. */
    record Connecting(int ready, int clients) implements PartMessage {}

    /** As {@link LoadListener#onStatus}. */
    record Standing(LoadStatus status) implements PartMessage {}

    /** As {@link LoadListener#onInterval}. */
    record Elapsed(Interval interval) implements PartMessage {}

    /** As {@link LoadListener#onDraining}. */
    record Draining(long missingDeliveries) implements PartMessage {}

    /** The last one. */
    record Done(LoadReport report) implements PartMessage {}

    /** Likewise: there is no report. */
    record Failed(String reason) implements PartMessage {}

    /** The order that the process is told first: a line of JSON on its standard input. */
    record Order(LoadPlan whole, Part part) {}
}
