/**
 * What is shown over HTTP. {@link dev.muxbench.cli.http.AdminEndpoint} is {@code serve --admin}: metrics for Prometheus, whether the server
 * is alive and ready, its sessions. {@link dev.muxbench.cli.http.PrometheusEndpoint} is {@code load --prometheus}.
 *
 * <p>The admin endpoint reads the server from outside, by {@link dev.muxbench.core.ChatServer#status}: the loops answer themselves, and
 * none of it is on their way when nobody asks.
 *
 * <p>Threads: those of the {@link dev.muxbench.cli.http.HttpEndpoint}.
 */
@NullMarked
package dev.muxbench.cli.http;

import org.jspecify.annotations.NullMarked;
