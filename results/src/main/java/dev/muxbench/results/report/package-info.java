/**
 * Runs as a page to look at. All that it says is HTML, made here: {@link dev.muxbench.results.report.RunSection} and the sections in it.
 * A script only draws: {@link dev.muxbench.results.report.ReportData} is what it is given, and its modules are in the resources, in the
 * order in which {@link dev.muxbench.results.report.ReportPage} puts them into the one file.
 *
 * <p>Threads: one for each page.
 */
@NullMarked
package dev.muxbench.results.report;

import org.jspecify.annotations.NullMarked;
