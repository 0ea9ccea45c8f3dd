package dev.muxbench.load.protocol;

/**
 * A client, as its {@link Dialect} sees it.
 *
 * @param id    from 0
 * @param visit counts up each time it comes back
 * @param room  from 0
 */
public record Member(int id, int visit, int room) {}
