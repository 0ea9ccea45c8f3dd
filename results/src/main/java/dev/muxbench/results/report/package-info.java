/**
 * Runs as a page to look at: {@link dev.muxbench.results.report.ReportPage} puts the page's parts and the data of
 * {@link dev.muxbench.results.report.ReportData} into one file.
 *
 * <p>Threads: one for each page.
 */
@NullMarked
package dev.muxbench.results.report;

import org.jspecify.annotations.NullMarked;
