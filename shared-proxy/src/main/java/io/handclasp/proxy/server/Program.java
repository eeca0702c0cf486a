package io.handclasp.proxy.server;

import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.link.LocalServices;
import org.jspecify.annotations.Nullable;

/**
 * What tells the two programs apart.
 *
 * @param name how it calls itself, on the command line and in {@code Via}
 * @param side front or back
 * @param services its built-in services; null where it has none
 */
public record Program(String name, Side side, @Nullable LocalServices services) {}
