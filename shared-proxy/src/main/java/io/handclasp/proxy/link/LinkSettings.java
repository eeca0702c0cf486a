package io.handclasp.proxy.link;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.Timeouts;
import io.handclasp.proxy.http.HeadLimits;
import io.handclasp.proxy.http2.Http2Options;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.SocketChannel;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all links of one event loop and one epoch are made with.
 *
 * @param channels makes sockets of the kind that fits the event loop
 * @param tls towards endpoints with TLS, by the name of the identity that is shown; the main one's
 *     is the empty text
 * @param handshakes told of every TLS connection
 * @param timeouts connect, handshake, idle
 * @param limits of the heads that come back
 * @param http2 what an HTTP/2 link takes
 * @param numbers gives each connection its number
 * @param addresses finds the addresses of names
 * @param first which of several endpoints the first request goes to, so that event loops differ
 */
public record LinkSettings(
    ChannelFactory<? extends SocketChannel> channels,
    Map<String, ClientTls> tls,
    HandshakeListener handshakes,
    Timeouts timeouts,
    HeadLimits limits,
    Http2Options http2,
    LongSupplier numbers,
    Addresses addresses,
    int first) {
  /** What is spoken to an endpoint; null where that is no TLS. */
  @Nullable ClientTls tlsTo(EndpointConfig endpoint) {
    if (!endpoint.tls()) {
      return null;
    }
    String identity = endpoint.identity();
    return tls.get(identity == null ? "" : identity);
  }
}
