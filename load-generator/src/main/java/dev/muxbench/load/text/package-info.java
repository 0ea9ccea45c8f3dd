/**
 * The text of a line, and finding one's way in bytes. An independent oracle: it shares no code with the server.
 */
@NullMarked
package dev.muxbench.load.text;

import org.jspecify.annotations.NullMarked;
