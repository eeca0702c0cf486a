package io.handclasp.handshake.tls;

import io.handclasp.handshake.observe.Observation;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/** The handlers of TLS in wire order. */
final class TlsPipeline {
  private static final String TAP = "handshake-tap";
  private static final String TLS = "tls";
  private static final String HANDSHAKE = "handshake";

  private TlsPipeline() {}

  /**
   * Adds tap, TLS and what turns its events into ours, at the end. TLS comes last of the three,
   * because on a channel that is up it starts as soon as it is added.
   */
  static void add(ChannelPipeline pipeline, SslHandler tls, Observation observation) {
    pipeline.addLast(TAP, observation.tap());
    pipeline.addLast(HANDSHAKE, new HandshakeHandler(observation, tls));
    pipeline.addAfter(TAP, TLS, tls);
  }
}
