package io.handclasp.proxy.link;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.http.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one upstream connection.
 *
 * @param connection its number in this process
 * @param endpoint where it goes
 * @param protocol what is spoken on it
 * @param handshakeId id of its handshake record; null without TLS
 */
public record LinkInfo(
    long connection, Address endpoint, Protocol protocol, @Nullable String handshakeId) {}
