package io.handclasp.proxy.link;

import io.handclasp.proxy.config.EndpointConfig;

/**
 * How one event loop finds an endpoint of a route at present.
 *
 * @param route place of the route in the configuration
 * @param endpoint one of its endpoints
 * @param connections to it, shared with other routes to the same endpoint
 * @param active exchanges on these connections, or waiting for one
 * @param ejected true where it gets no requests for a while, because too many failed
 * @param ejections how often too many failed, since the configuration came into force
 * @param down true where health checks call it down
 * @param unreachable true where the last connection could not be opened a moment ago, and none is
 *     there
 */
public record EndpointState(
    int route,
    EndpointConfig endpoint,
    int connections,
    int active,
    boolean ejected,
    long ejections,
    boolean down,
    boolean unreachable) {}
