/**
 * What a load leaves behind. {@link dev.muxbench.cli.load.folder.LoadFolder} writes the folder of one load,
 * {@link dev.muxbench.cli.load.folder.SearchFolder} that of a search, and {@link dev.muxbench.cli.load.folder.Merge} makes one folder of
 * those of several parts.
 *
 * <p>Threads: the command's.
 */
@NullMarked
package dev.muxbench.cli.load.folder;

import org.jspecify.annotations.NullMarked;
