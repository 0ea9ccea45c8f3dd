/**
 * What every backend on the JDK's channels needs beside its own way of waiting: a listening socket, connections as a chat wants them,
 * and what to do when none can be accepted.
 */
@NullMarked
package dev.muxbench.channels;

import org.jspecify.annotations.NullMarked;
