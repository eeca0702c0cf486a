package io.handclasp.handshake.tls;

import io.handclasp.handshake.observe.HandshakeWatch;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.handclasp.handshake.record.Role;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a listener in one epoch: contexts built once, used by every accepted connection. Safe
 * for use by many threads.
 */
public final class ServerTls implements AutoCloseable {
  private final TlsContext context;
  private final HandshakeWatch watch;
  private final long timeoutMillis;

  private ServerTls(TlsContext context, HandshakeWatch watch, TlsSettings settings) {
    this.context = context;
    this.watch = watch;
    this.timeoutMillis = settings.handshakeTimeout().toMillis();
  }

  /**
   * Builds the contexts and tries them, so that a key that does not fit fails here.
   *
   * @param alpn protocols offered, most wanted first; empty for none
   * @param epoch number of this state of identity and trust, noted in every record
   * @param verdict completes each record before anybody sees it
   * @throws IllegalArgumentException where the provider does not take the settings or the key; the
   *     message says which
   */
  public static ServerTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict) {
    return build(settings, material, alpn, epoch, verdict, InstantSource.system());
  }

  /**
   * The same.
   *
   * @param keyLog is given the secrets of all connections; null for none
   */
  public static ServerTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict,
      @Nullable KeyLogFile keyLog) {
    ServerTls built = build(settings, material, alpn, epoch, verdict, InstantSource.system());
    if (keyLog != null) {
      built.watch.tellSecrets(keyLog::write);
    }
    return built;
  }

  /** The same by another clock. */
  static ServerTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict,
      InstantSource clock) {
    boolean openssl = TlsProviders.useOpenSsl(settings.provider(), material);
    OwnKeys.check(material, openssl);
    HandshakeWatch watch =
        new HandshakeWatch(
            Role.SERVER,
            openssl ? OpenSslTlsContext.NAME : JdkTlsContext.NAME,
            material.identity(),
            material.others(),
            material.judge(),
            epoch,
            verdict,
            clock);
    TlsContext context =
        openssl
            ? OpenSslTlsContext.server(settings, alpn, watch)
            : JdkTlsContext.server(settings, alpn, watch);
    if (material.ticketKeys() != null) {
      share(context, material.ticketKeys(), material);
    }
    return new ServerTls(context, watch, settings);
  }

  private static void share(TlsContext context, TicketKeys keys, TlsMaterial material) {
    if (!(context instanceof OpenSslTlsContext sharing)) {
      throw new IllegalArgumentException(
          "ticketKeys: provider " + context.provider() + " cannot share them (expected: openssl)");
    }
    sharing.share(keys, material);
  }

  /**
   * Adds the tap, the TLS handler and what observes them at the end of the pipeline of a new
   * channel. Handlers added behind see plain bytes and {@link TlsEstablished} or {@link TlsFailed}.
   * To be called on the channel's event loop, as in its initializer.
   *
   * @param listener is given the connection's one record, whatever becomes of it
   */
  public void addTo(Channel channel, HandshakeListener listener) {
    SslHandler tls = context.newHandler(channel.alloc());
    tls.setHandshakeTimeoutMillis(timeoutMillis);
    TlsPipeline.add(channel.pipeline(), tls, watch.observe(channel, tls.engine(), listener));
  }

  /** Which implementation was chosen: {@code openssl} or {@code jdk}. */
  public String provider() {
    return context.provider();
  }

  /** Releases the contexts; connections that use them go on. */
  @Override
  public void close() {
    context.close();
  }
}
