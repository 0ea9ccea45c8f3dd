/**
 * What servers speak. A {@link dev.muxbench.load.protocol.Protocol} opens a {@link dev.muxbench.load.protocol.Dialect} for each
 * worker; a {@link dev.muxbench.load.protocol.ProtocolProvider} adds protocols of other people's.
 */
@NullMarked
package dev.muxbench.load.protocol;

import org.jspecify.annotations.NullMarked;
