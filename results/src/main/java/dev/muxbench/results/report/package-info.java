/**
 * Runs as an HTML page. All its text is made here: {@link dev.muxbench.results.report.RunSection} and the sections in
 * it. A script only draws: {@link dev.muxbench.results.report.ReportData} is its input. Its modules are resources,
 * which {@link dev.muxbench.results.report.ReportPage} joins into the one file.
 *
 * <p>Threads: one for each page.
 */
@NullMarked
package dev.muxbench.results.report;

import org.jspecify.annotations.NullMarked;
